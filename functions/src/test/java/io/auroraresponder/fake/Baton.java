package io.auroraresponder.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Lets several actors run one at a time: each call of a port is a point at which the actor stops until it is given the baton again,
 * together with the fate of that call. Who goes on and with what fate is the caller's choice, so that a history can be repeated.
 */
public final class Baton {
  private static final ThreadLocal<Actor> CURRENT = new ThreadLocal<>();

  private final Semaphore back = new Semaphore(0);
  private final List<Actor> actors = new ArrayList<>();
  private final List<Throwable> faults = new ArrayList<>();

  /** One actor, stopped before its next call. */
  public static final class Actor {
    private final String name;
    private final Semaphore turn = new Semaphore(0);
    private volatile String waitsFor = "start";
    private volatile Fate fate = Fate.GO;
    private volatile boolean done;

    private Actor(String name) {
      this.name = name;
    }

    public String waitsFor() {
      return waitsFor;
    }

    @Override
    public String toString() {
      return name + "@" + waitsFor;
    }
  }

  /** Starts an actor; it does nothing before its first turn. A {@link Crash} ends it, anything else it throws is a fault. */
  public Actor start(String name, Runnable work) {
    Actor actor = new Actor(name);
    actors.add(actor);
    Thread.ofVirtual().name(name).start(() -> run(actor, work));
    return actor;
  }

  private void run(Actor actor, Runnable work) {
    CURRENT.set(actor);
    actor.turn.acquireUninterruptibly();
    try {
      work.run();
    } catch (Crash crashed) {
      actor.waitsFor = "crashed";
    } catch (Throwable fault) {
      faults.add(fault);
    } finally {
      actor.done = true;
      back.release();
    }
  }

  /** A port's call: waits for the baton. Calls from outside of actors go on at once. */
  public Fate point(String call) {
    Actor actor = CURRENT.get();
    if (actor == null) {
      return Fate.GO;
    }
    actor.waitsFor = call;
    back.release();
    actor.turn.acquireUninterruptibly();
    return actor.fate;
  }

  /** Gives the baton to one actor and takes it back at its next call or at its end. */
  public void turn(Actor actor, Fate fate) {
    actor.fate = fate;
    actor.turn.release();
    back.acquireUninterruptibly();
    actors.removeIf(each -> each.done);
  }

  public List<Actor> waiting() {
    return List.copyOf(actors);
  }

  /** What actors threw besides crashes. */
  public List<Throwable> faults() {
    return List.copyOf(faults);
  }
}
