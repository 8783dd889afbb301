package io.auroraresponder.lab.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that runs at the same time, one at a time: each call of a port is a point at which its caller stops until it is given the
 * baton again, together with the fate of that call. Whoever holds the baton decides who is next, so that going on alone costs nothing.
 */
final class Actors {
  private static final ThreadLocal<@Nullable Actor> CURRENT = new ThreadLocal<>();

  private final List<Actor> waiting = new ArrayList<>();
  private final List<Throwable> defects = new ArrayList<>();
  private final Semaphore over = new Semaphore(0);
  private final Supplier<Optional<Actor>> next;

  /**
   * Nobody yet.
   *
   * @param next who goes on, its fate set; empty at the end of the history
   */
  Actors(Supplier<Optional<Actor>> next) {
    this.next = next;
  }

  /** One invocation, stopped before its next call. */
  static final class Actor {
    private final String name;
    private final long begunAt;
    private final Semaphore turn = new Semaphore(0);
    private String waitsFor = "start";
    private String about = "";
    private Fate fate = Fate.GO;
    private int calls;
    private boolean changed;

    private Actor(String name, long begunAt) {
      this.name = name;
      this.begunAt = begunAt;
    }

    String name() {
      return name;
    }

    /** When it began, in the history's milliseconds. */
    long begunAt() {
      return begunAt;
    }

    /** The call before which it stands. */
    String waitsFor() {
      return waitsFor;
    }

    /** The cluster that the call is about, empty for none. */
    String about() {
      return about;
    }

    /** How many calls it has made. */
    int calls() {
      return calls;
    }

    void fate(Fate next) {
      fate = next;
    }

    /** It has sent a change of a range. */
    void changes() {
      changed = true;
    }

    /** Whether it has sent one since it was asked last. */
    boolean changedSince() {
      boolean was = changed;
      changed = false;
      return was;
    }
  }

  List<Actor> waiting() {
    return waiting;
  }

  /** What invocations threw besides crashes. */
  List<Throwable> defects() {
    return defects;
  }

  /** Who holds the baton; empty for the world itself. */
  static Optional<Actor> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** Adds an invocation; it does nothing before its first turn. */
  void start(String name, long now, Runnable work) {
    Actor actor = new Actor(name, now);
    waiting.add(actor);
    Thread.ofVirtual().name(name).start(() -> run(actor, work));
  }

  private void run(Actor actor, Runnable work) {
    CURRENT.set(actor);
    actor.turn.acquireUninterruptibly();
    try {
      if (actor.fate != Fate.CRASH_BEFORE) {
        work.run();
      }
    } catch (Crash crashed) {
      // Dead machines tell nothing.
    } catch (Throwable defect) {
      defects.add(defect);
    } finally {
      waiting.remove(actor);
      handOn(next());
    }
  }

  private Optional<Actor> next() {
    try {
      return next.get();
    } catch (RuntimeException defect) {
      defects.add(defect);
      return Optional.empty();
    }
  }

  private void handOn(Optional<Actor> to) {
    to.ifPresentOrElse(actor -> actor.turn.release(), over::release);
  }

  /** A port's call: waits for the baton. Calls from outside of invocations go on at once. */
  Fate point(String call, String about) {
    Actor actor = CURRENT.get();
    if (actor == null) {
      return Fate.GO;
    }
    actor.waitsFor = call;
    actor.about = about;
    actor.calls++;
    Optional<Actor> to = next();
    if (to.filter(each -> each == actor).isEmpty()) {
      handOn(to);
      actor.turn.acquireUninterruptibly();
    }
    if (actor.fate == Fate.CRASH_BEFORE) {
      throw new Crash();
    }
    return actor.fate;
  }

  /** Runs until nobody is to go on, then lets those who still stand somewhere die there. */
  void runAll() {
    next().ifPresent(first -> {
      first.turn.release();
      over.acquireUninterruptibly();
    });
  }
}
