package io.auroraresponder.lab.torture;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The truth about one cluster: what its range was when, who set it, what its members do, and what AWS would say of it. */
final class WorldCluster {
  private static final long MINUTE = 60_000;
  /** Of what a writer does, so much is done by each reader. */
  private static final double READER = 0.6;
  private static final int UNKNOWN = -1;

  /**
   * A range from a moment on.
   *
   * @param intent whose call set it; empty for a person
   */
  record Stand(long from, ScalingRange range, String intent) {
    boolean ours() {
      return !intent.isEmpty();
    }
  }

  /** A DB instance; it was there from minute {@code joined} to minute {@code left}. */
  static final class Instance {
    private final String id;
    private final int joined;
    private int left = Integer.MAX_VALUE;
    private final List<Double> capacity = new ArrayList<>();
    private final List<Double> sessions = new ArrayList<>();

    Instance(String id, int joined) {
      this.id = id;
      this.joined = joined;
    }

    /** In that minute, ACU; -1 where it was not there. */
    double capacity(int minute) {
      return minute < joined || minute - joined >= capacity.size() ? UNKNOWN : capacity.get(minute - joined);
    }
  }

  private final ClusterId id;
  private final String resourceId;
  private final List<Stand> stands = new ArrayList<>();
  private final List<Instance> instances = new ArrayList<>();
  private final List<int[]> gaps = new ArrayList<>();
  private String writer;
  private double demand;
  private String mode = "act";
  private boolean tagged = true;
  private long taggedSince;
  private boolean tagsReadable = true;
  private String status = "available";
  private boolean exists = true;
  private int minute;
  private boolean alarm;
  private int joinedSoFar;

  WorldCluster(int number, ScalingRange range, int members) {
    id = new ClusterId("db-" + number);
    resourceId = "cluster-TORTURE" + String.format(java.util.Locale.ROOT, "%012d", number);
    stands.add(new Stand(0, range, ""));
    for (int i = 0; i < members; i++) {
      join();
    }
    writer = instances.getFirst().id;
    demand = range.maxAcu() * 0.3;
  }

  ClusterId id() {
    return id;
  }

  String resourceId() {
    return resourceId;
  }

  String arn() {
    return "arn:aws:rds:eu-west-2:111122223333:cluster:" + id.value();
  }

  boolean exists() {
    return exists;
  }

  void delete() {
    exists = false;
  }

  List<Stand> stands() {
    return stands;
  }

  Stand stand() {
    return stands.getLast();
  }

  void set(long now, ScalingRange range, String intent) {
    stands.add(new Stand(now, range, intent));
  }

  /** What was in force at a moment. */
  Stand at(long moment) {
    for (int i = stands.size() - 1; i > 0; i--) {
      if (stands.get(i).from() <= moment) {
        return stands.get(i);
      }
    }
    return stands.getFirst();
  }

  void demand(double acu) {
    demand = acu;
  }

  void status(String next) {
    status = next;
  }

  boolean available() {
    return status.equals("available");
  }

  void tagsReadable(boolean readable) {
    tagsReadable = readable;
  }

  boolean tagsAreReadable() {
    return tagsReadable;
  }

  /** Its tag {@code mode}; empty where there is none. */
  void mode(long now, String next) {
    mode = next;
    tagged = !next.isEmpty();
    taggedSince = now;
  }

  String mode() {
    return tagged ? mode : "";
  }

  /** Since when the tags are what they are. */
  long taggedSince() {
    return taggedSince;
  }

  List<Instance> members() {
    return instances.stream().filter(each -> each.left == Integer.MAX_VALUE).toList();
  }

  void join() {
    instances.add(new Instance(id.value() + "-instance-" + ++joinedSoFar, minute));
  }

  /** A reader goes, where there is one. */
  void leave() {
    members().stream().filter(each -> !each.id.equals(writer)).reduce((first, second) -> second).ifPresent(each -> each.left = minute);
  }

  /** Another member becomes the writer, where there is one. */
  void failover() {
    members().stream().filter(each -> !each.id.equals(writer)).findFirst().ifPresent(each -> writer = each.id);
  }

  void gap(int from, int minutes) {
    gaps.add(new int[] {from, from + minutes});
  }

  boolean gapAround(int from, int to) {
    return gaps.stream().anyMatch(gap -> gap[0] <= to && gap[1] >= from);
  }

  boolean inAlarm() {
    return alarm;
  }

  /**
   * A minute begins: what its members do in it is decided by the load and the range.
   *
   * @return whether the alarm on the writer's utilization changed its state
   */
  boolean minute(int next) {
    minute = next;
    ScalingRange range = stand().range();
    double highest = 0;
    for (Instance each : members()) {
      double wanted = each.id.equals(writer) ? demand : demand * READER;
      double capacity = wanted == 0 && range.mayPause() ? 0 : Math.max(Math.max(range.minAcu(), 0.5), Math.min(range.maxAcu(), wanted));
      while (each.joined + each.capacity.size() < next) {
        each.capacity.add(each.capacity.isEmpty() ? capacity : each.capacity.getLast());
        each.sessions.add(1.0);
      }
      each.capacity.add(capacity);
      each.sessions.add(wanted + Math.max(0, wanted - capacity) * 3);
      highest = each.id.equals(writer) ? capacity : highest;
    }
    boolean before = alarm;
    alarm = exists && highest >= 0.95 * range.maxAcu();
    return alarm != before;
  }

  /** Whether every member stood at or under a capacity in these minutes, as far as it was there. */
  boolean low(int from, int to, double acu) {
    return members().stream().allMatch(each -> {
      for (int at = from; at < to; at++) {
        if (each.capacity(at) > acu + 1e-9) {
          return false;
        }
      }
      return true;
    });
  }

  /** As RDS describes it to somebody who sees the range of that moment. */
  ClusterState described(long seenAt, Instant now) {
    Reading<Map<String, String>> tags =
        !tagsReadable ? Reading.unavailable("the answer carried no tag list")
        : Reading.known(
            tagged ? Map.of("aurora-responder:mode", mode, "aurora-responder:cluster", resourceId)
            : Map.of("aurora-responder:cluster", resourceId), now);
    List<Member> members = new ArrayList<>();
    for (Instance each : members()) {
      members.add(new Member(each.id, "db-" + each.id, each.id.equals(writer), 1, "db.serverless", "available", "in-sync", "", 5432, true));
    }
    return new ClusterState(
        id, arn(), resourceId, "111122223333", "eu-west-2", "aurora-postgresql", "16.6", "provisioned", status,
        Reading.known(at(seenAt).range(), now), members, tags, "aurora", "3", Reading.unavailable("not looked up"), "", 5432, List.of(),
        now);
  }

  /** A metric of a member over minutes that are published, gaps left out; empty for a member that CloudWatch does not know. */
  Series series(String member, Metric metric, Instant start, int from, int to) {
    Instance found = instances.stream().filter(each -> each.id.equals(member)).findFirst().orElse(null);
    List<Series.Point> points = new ArrayList<>();
    if (found == null) {
      return Series.EMPTY;
    }
    for (int at = Math.max(from, found.joined); at < Math.min(to, found.joined + found.capacity.size()); at++) {
      int now = at;
      if (gaps.stream().noneMatch(gap -> gap[0] <= now && now < gap[1])) {
        points.add(new Series.Point(start.plusMillis(at * MINUTE), value(found, metric, at)));
      }
    }
    return new Series(points);
  }

  private double value(Instance of, Metric metric, int at) {
    double capacity = of.capacity(at);
    double sessions = of.sessions.get(at - of.joined);
    return switch (metric) {
      case CAPACITY -> capacity;
      case DB_LOAD -> sessions;
      case UPTIME -> (at - started(of)) * 60.0;
      case CPU -> Math.min(100, 100 * sessions / Math.max(1, at(at * MINUTE).range().maxAcu()));
      default -> 4;
    };
  }

  /** In which minute; those of the beginning are a day old by then. */
  private static int started(Instance of) {
    return of.joined == 0 ? -24 * 60 : of.joined;
  }

  /** In which minute the writer of now started. */
  int writerStarted() {
    return members().stream().filter(each -> each.id.equals(writer)).findFirst().map(WorldCluster::started).orElse(minute);
  }
}
