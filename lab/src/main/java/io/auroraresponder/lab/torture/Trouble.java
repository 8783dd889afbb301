package io.auroraresponder.lab.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Something that the world or a person does in a history, decided before it begins.
 *
 * @param no its number in the history
 * @param at when, in the history's milliseconds
 * @param cluster whose it is; -1 where it is nobody's
 * @param amount what it needs to know, in [0, 1): each kind makes of it what it needs
 * @param lasts for how long, in milliseconds; 0 for what has no end
 * @param inside held until somebody is about to send a change, where that comes within two hours
 */
record Trouble(int no, long at, Kind kind, int cluster, double amount, long lasts, boolean inside) {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  /** What people, load, AWS and chance do. */
  enum Kind {
    /** The load goes up to many times of what it was, or away. */
    SURGE(7, 8, 300),
    /** A person sets another range at the console. */
    CONSOLE(30, 0, 0),
    /** A person undoes, keeps, adopts or leaves what is open there. */
    ORDER(9, 0, 0),
    /** A person undoes everything that is open. */
    DRAIN(60, 0, 0),
    /** A person stops all changes, and later allows them again. */
    STOP(20, 2, 90),
    /** The tag that allows changes is removed, or says something else, and comes back. */
    TAG(25, 1, 200),
    /** Describing the cluster gives no tags. */
    NO_TAGS(40, 1, 15),
    /** A backup, a maintenance: the cluster is not available. */
    STATUS(20, 3, 40),
    /** A reader joins, and leaves again. */
    READER(30, 10, 600),
    FAILOVER(30, 0, 0),
    /** CloudWatch has no points of these minutes. */
    GAP(25, 1, 40),
    /** Calls fail, come late or come twice, and machines die. */
    ROUGH(2.5, 10, 100),
    /** The ledger's table does not answer. */
    DEAD_LEDGER(30, 1, 45),
    /** RDS answers nobody. */
    DEAD_RDS(30, 1, 30),
    /** The topic takes nothing. */
    DEAD_TOPIC(40, 1, 60),
    /** The ledger's table is restored to a time before; a person allows changes for it later. */
    RESTORE(300, 5, 90),
    /** Somebody deletes every item of the ledger; a person begins it anew later. */
    EMPTIED(600, 5, 90),
    /** Somebody alters the last entry of the chain. */
    FORK(120, 0, 0),
    /** The cluster is deleted. */
    DELETED(500, 0, 0),
    /** A wish of before comes again with another word in it. */
    FORGERY(10, 0, 0),
    /** A wish of before comes again. */
    REPLAY(15, 0, 0);

    private final double everyHours;
    private final int leastMinutes;
    private final int mostMinutes;

    Kind(double everyHours, int leastMinutes, int mostMinutes) {
      this.everyHours = everyHours;
      this.leastMinutes = leastMinutes;
      this.mostMinutes = mostMinutes;
    }

    boolean ofACluster() {
      return switch (this) {
        case SURGE, CONSOLE, ORDER, TAG, NO_TAGS, STATUS, READER, FAILOVER, GAP, FORK, DELETED, FORGERY, REPLAY -> true;
        case DRAIN, STOP, ROUGH, DEAD_LEDGER, DEAD_RDS, DEAD_TOPIC, RESTORE, EMPTIED -> false;
      };
    }

    private boolean mayComeInside() {
      return switch (this) {
        case CONSOLE, ORDER, STOP, TAG, STATUS, READER, FAILOVER, RESTORE, DEAD_LEDGER -> true;
        case SURGE, DRAIN, NO_TAGS, GAP, ROUGH, DEAD_RDS, DEAD_TOPIC, EMPTIED, FORK, DELETED, FORGERY, REPLAY -> false;
      };
    }
  }

  /** All troubles of a history, in their order; the last two hours are left in peace. */
  static List<Trouble> of(SplittableRandom random, int clusters, long length) {
    List<Trouble> all = new ArrayList<>();
    long end = length - 2 * HOUR;
    for (Kind kind : Kind.values()) {
      int times = kind.ofACluster() ? clusters : 1;
      for (int cluster = 0; cluster < times; cluster++) {
        for (double at = next(random, kind); at < end; at += next(random, kind)) {
          long lasts = kind.mostMinutes == 0 ? 0 : random.nextLong(kind.leastMinutes * MINUTE, kind.mostMinutes * MINUTE);
          boolean inside = kind.mayComeInside() && random.nextInt(2) == 0;
          all.add(new Trouble(0, (long) at, kind, kind.ofACluster() ? cluster : -1, random.nextDouble(), Math.min(lasts, end - (long) at),
              inside));
        }
      }
    }
    all.sort(Comparator.comparingLong(Trouble::at));
    List<Trouble> numbered = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Trouble each = all.get(i);
      numbered.add(new Trouble(i + 1, each.at, each.kind, each.cluster, each.amount, each.lasts, each.inside));
    }
    return numbered;
  }

  private static double next(SplittableRandom random, Kind kind) {
    return -Math.log(1 - random.nextDouble()) * kind.everyHours * HOUR + 1;
  }

  @Override
  public String toString() {
    String whose = cluster < 0 ? "" : " db-" + cluster;
    String time = lasts == 0 ? "" : " for " + Duration.ofMillis(lasts).toMinutes() + " min";
    return "t" + no + " " + History.clock(at) + " " + kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + whose + time
        + (inside ? " (inside a change)" : "");
  }
}
