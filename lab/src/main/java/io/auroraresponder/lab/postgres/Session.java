package io.auroraresponder.lab.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** One client of the database: connects, waits for the word to begin, then does its statements until it is told to stop. */
final class Session implements Runnable {
  private final LabDatabase database;
  private final SessionGroup group;
  private final StatementText text;
  private final GroupAtWork at;

  Session(LabDatabase database, SessionGroup group, int number, GroupAtWork at) {
    this.database = database;
    this.group = group;
    this.text = new StatementText(group.values(), number);
    this.at = at;
  }

  @Override
  public void run() {
    try {
      if (group.reconnect()) {
        at.connected().countDown();
        at.begin().await();
        at.began().countDown();
        reconnecting();
      } else {
        inOneConnection();
      }
    } catch (SQLException e) {
      at.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    finish(at.connected(), at.began(), at.firstTurn());
  }

  private void inOneConnection() throws SQLException, InterruptedException {
    try (Connection connection = database.connect(group.user(), group.name())) {
      at.connected().countDown();
      at.begin().await();
      at.began().countDown();
      long turn = 1;
      do {
        turn(connection, turn++);
        at.firstTurn().countDown();
        think();
      } while (group.repeat() && !at.stopped());
      at.awaitStop();
    }
  }

  private void reconnecting() throws InterruptedException {
    long turn = 1;
    do {
      try (Connection connection = database.connect(group.user(), group.name())) {
        turn(connection, turn++);
      } catch (SQLException e) {
        // Retrying at once is what such clients do.
        at.failed(e);
      }
      at.firstTurn().countDown();
      think();
    } while (!at.stopped());
  }

  private void turn(Connection connection, long turn) throws SQLException {
    for (String statement : group.sql()) {
      if (at.stopped()) {
        return;
      }
      try (Statement sql = connection.createStatement()) {
        sql.execute(text.filled(statement, turn));
      } catch (SQLException e) {
        if (connection.isClosed() || !group.repeat()) {
          throw e;
        }
        at.failed(e);
      }
    }
    lastText(connection);
  }

  /** Neither values nor JDBC's own escapes are looked for in it. */
  private void lastText(Connection connection) throws SQLException {
    if (group.lastText().isEmpty()) {
      return;
    }
    try (Statement sql = connection.createStatement()) {
      sql.setEscapeProcessing(false);
      sql.execute(group.lastText());
    } catch (SQLException refused) {
      if (connection.isClosed()) {
        throw refused;
      }
    }
  }

  private void think() throws InterruptedException {
    Duration pause = group.every();
    if (!pause.isZero() && !at.stopped()) {
      Thread.sleep(pause);
    }
  }

  private static void finish(CountDownLatch... latches) {
    for (CountDownLatch latch : latches) {
      latch.countDown();
    }
  }
}
