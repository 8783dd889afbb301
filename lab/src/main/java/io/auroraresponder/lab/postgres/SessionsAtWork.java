package io.auroraresponder.lab.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A workload in motion: after {@link #begin} all its sessions are at work and the alarm may come.
 *
 * <p>Groups begin in the order of {@link SessionGroup#startedBefore}; what each real moment stood for is in {@link #timeline()}.
 */
public final class SessionsAtWork implements AutoCloseable {
  /** Real time between two groups into which the jump of simulated time falls. */
  private static final Duration JUMP = Duration.ofMillis(60);

  /** Real time on either side of a start in which simulated time runs evenly, so that an age rounded to a tenth is off by no more. */
  private static final Duration CALM = Duration.ofMillis(150);

  private final List<Placed> placed;
  private final InstantSource realTime;
  private final List<GroupAtWork> groups = new ArrayList<>();
  private final Timeline.Recorder recorder = new Timeline.Recorder();

  /** What is done to which database of a server. */
  public record Placed(LabDatabase database, Workload workload) {}

  private SessionsAtWork(List<Placed> placed, InstantSource realTime) {
    this.placed = List.copyOf(placed);
    this.realTime = realTime;
  }

  /** In one database, see the other. */
  public static SessionsAtWork begin(LabDatabase database, Workload workload, Instant alarm, InstantSource realTime) {
    return begin(List.of(new Placed(database, workload)), alarm, realTime);
  }

  /**
   * Prepares the databases of one server and starts everything; returns at the moment of the alarm. Groups of all databases begin in the
   * order of their starts.
   *
   * @param placed at least one; the longest pauses for quieter days and before the alarm hold for all
   * @param alarm the simulated time of the alarm
   * @throws LabException with one sentence when a statement of the set-up or the start of a session fails
   */
  public static SessionsAtWork begin(List<Placed> placed, Instant alarm, InstantSource realTime) {
    SessionsAtWork work = new SessionsAtWork(placed, realTime);
    try {
      work.prepare();
      work.startGroups(alarm);
      return work;
    } catch (RuntimeException e) {
      work.close();
      throw e;
    }
  }

  private void prepare() {
    placed.forEach(one -> run(one.database(), one.workload().adminSetup(), LabPostgres.SUPERUSER));
    placed.forEach(one -> makeLogins(one.database(), one.workload()));
    placed.forEach(one -> run(one.database(), one.workload().setup(), LabPostgres.APPLICATION));
    List<GroupAtWork> quiet = new ArrayList<>();
    for (Placed one : placed) {
      one.workload().baseline().forEach(group -> quiet.add(GroupAtWork.connected(one.database(), group)));
    }
    quiet.forEach(GroupAtWork::start);
    if (!quiet.isEmpty()) {
      pause(longest(Workload::baselineFor));
    }
    quiet.forEach(GroupAtWork::tellToStop);
    quiet.forEach(GroupAtWork::join);
    placed.forEach(one -> run(one.database(), one.workload().change(), LabPostgres.SUPERUSER));
  }

  private Duration longest(Function<Workload, Duration> pause) {
    return placed.stream().map(Placed::workload).map(pause).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** A group and where it works. */
  private record Starting(LabDatabase database, SessionGroup group) {}

  private void startGroups(Instant alarm) {
    List<Starting> inOrder = new ArrayList<>();
    placed.forEach(one -> one.workload().sessions().forEach(group -> inOrder.add(new Starting(one.database(), group))));
    inOrder.sort(Comparator.comparing((Starting starting) -> starting.group().startedBefore()).reversed());
    for (Starting starting : inOrder) {
      SessionGroup group = starting.group();
      GroupAtWork at = GroupAtWork.connected(starting.database(), group);
      groups.add(at);
      Instant calm = realTime.instant();
      pause(CALM);
      Instant real = realTime.instant();
      Instant simulated = alarm.minus(group.startedBefore());
      recorder.mark(calm, simulated.minus(Duration.between(calm, real)));
      at.start();
      pause(CALM);
      Instant ready = realTime.instant();
      recorder.mark(ready, simulated.plus(Duration.between(real, ready)));
      pause(JUMP);
    }
    Duration settle = longest(Workload::settle);
    Instant settled = realTime.instant();
    recorder.mark(settled, alarm.minus(settle));
    pause(settle);
    recorder.mark(realTime.instant(), alarm);
  }

  private static void makeLogins(LabDatabase database, Workload workload) {
    List<SessionGroup> all = new ArrayList<>(workload.baseline());
    all.addAll(workload.sessions());
    List<String> users = all.stream().map(SessionGroup::user).distinct().toList();
    try (Connection connection = database.connect(LabPostgres.SUPERUSER, "lab");
        PreparedStatement known = connection.prepareStatement("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ?");
        Statement sql = connection.createStatement()) {
      for (String user : users) {
        known.setString(1, user);
        if (!known.executeQuery().next()) {
          sql.execute("CREATE ROLE " + quoted(user) + " LOGIN IN ROLE " + LabPostgres.APPLICATION);
        }
      }
    } catch (SQLException e) {
      throw new LabException("The logins of the sessions could not be made: " + e.getMessage(), e);
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static void run(LabDatabase database, List<String> statements, String user) {
    if (statements.isEmpty()) {
      return;
    }
    try (Connection connection = database.connect(user, "set-up"); Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        execute(sql, statement);
      }
    } catch (SQLException e) {
      throw new LabException("The set-up could not connect: " + e.getMessage(), e);
    }
  }

  private static void execute(Statement sql, String statement) {
    try {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new LabException("The set-up statement \"" + statement.strip() + "\" failed: " + e.getMessage(), e);
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("Interrupted while the sessions started.", e);
    }
  }

  /** Real against simulated time up to the alarm. */
  public Timeline timeline() {
    return recorder.done();
  }

  /** The first of the databases. */
  public LabDatabase database() {
    return placed.getFirst().database();
  }

  public int sessions() {
    return groups.stream().mapToInt(group -> group.group().count()).sum();
  }

  /** First failures of sessions that should not have failed, in words. */
  public List<String> troubles() {
    return groups.stream().map(GroupAtWork::trouble).filter(text -> !text.isEmpty()).toList();
  }

  /** Ends the sessions of one name. */
  public void end(String name) {
    end(groups.stream().filter(group -> group.group().name().equals(name)).toList());
  }

  /** Ends all sessions, whatever they wait for. */
  @Override
  public void close() {
    end(groups);
  }

  private void end(List<GroupAtWork> leaving) {
    leaving.forEach(GroupAtWork::tellToStop);
    List<String> names = leaving.stream().map(group -> group.group().name()).toList();
    try (Connection connection = database().connect(LabPostgres.SUPERUSER, "lab");
        PreparedStatement sql =
            connection.prepareStatement(
                "SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
                    + " WHERE application_name = ANY (?)")) {
      sql.setArray(1, connection.createArrayOf("text", names.toArray()));
      sql.execute();
    } catch (SQLException e) {
      // The server is gone, and the sessions with it.
      leaving.forEach(GroupAtWork::join);
      return;
    }
    leaving.forEach(GroupAtWork::join);
  }
}
