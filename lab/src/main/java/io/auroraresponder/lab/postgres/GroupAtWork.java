package io.auroraresponder.lab.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The sessions of one group: their threads, and the gates that start and stop them together. */
final class GroupAtWork {
  private static final long READY_SECONDS = 60;
  private static final long STACK_BYTES = 256 * 1024;

  private final SessionGroup group;
  private final CountDownLatch connected;
  private final CountDownLatch begin = new CountDownLatch(1);
  private final CountDownLatch began;
  private final CountDownLatch firstTurn;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();

  private GroupAtWork(SessionGroup group) {
    this.group = group;
    this.connected = new CountDownLatch(group.count());
    this.began = new CountDownLatch(group.count());
    this.firstTurn = new CountDownLatch(group.count());
  }

  /** Connects all sessions; none of them does anything yet. */
  static GroupAtWork connected(LabDatabase database, SessionGroup group) {
    GroupAtWork at = new GroupAtWork(group);
    for (int number = 1; number <= group.count(); number++) {
      // Threads of the system: a blocked read wakes them directly, where virtual ones take two more hops of a busy processor.
      at.threads.add(
          Thread.ofPlatform().daemon().name(group.name() + "-" + number).stackSize(STACK_BYTES)
          .start(new Session(database, group, number, at)));
    }
    at.await(at.connected, "connect");
    at.throwFailure();
    if (!group.reconnect()) {
      LowPriority.give(database.backendsOf(group.name()));
    }
    return at;
  }

  /** Lets them begin, and returns when they have: at their first statement, or behind it where the group holds something. */
  void start() {
    begin.countDown();
    await(began, "begin");
    if (group.hold()) {
      await(firstTurn, "get through their statements");
      throwFailure();
    }
  }

  void tellToStop() {
    stop.countDown();
    begin.countDown();
  }

  void join() {
    try {
      for (Thread thread : threads) {
        if (!thread.join(java.time.Duration.ofSeconds(10))) {
          thread.interrupt();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(CountDownLatch latch, String what) {
    try {
      if (!latch.await(READY_SECONDS, TimeUnit.SECONDS)) {
        throw new LabException("The sessions " + group.name() + " did not " + what + " within " + READY_SECONDS + " s.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("Interrupted while the sessions " + group.name() + " started.", e);
    }
  }

  private void throwFailure() {
    SQLException first = failure.get();
    // A client that comes anew each turn is expected to be turned away at times.
    if (first != null && !group.reconnect()) {
      throw new LabException("The sessions " + group.name() + " failed: " + first.getMessage(), first);
    }
  }

  SessionGroup group() {
    return group;
  }

  /** The first failure of a session, in words; empty where there was none. */
  String trouble() {
    SQLException first = failure.get();
    return first == null ? "" : group.name() + ": " + first.getMessage();
  }

  void failed(SQLException e) {
    if (!stopped()) {
      failure.compareAndSet(null, e);
    }
  }

  CountDownLatch connected() {
    return connected;
  }

  CountDownLatch begin() {
    return begin;
  }

  CountDownLatch began() {
    return began;
  }

  CountDownLatch firstTurn() {
    return firstTurn;
  }

  boolean stopped() {
    return stop.getCount() == 0;
  }

  void awaitStop() throws InterruptedException {
    stop.await();
  }
}
