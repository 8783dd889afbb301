package io.auroraresponder.lab.account;

import io.auroraresponder.incident.ScalingRange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One cluster as time goes on, moved forward in ticks of five seconds when somebody looks.
 *
 * <p>What has happened stays: a range set now changes later minutes only. Not safe for several threads; the account guards it.
 */
final class ClusterLife {
  static final Duration TICK = Duration.ofSeconds(5);

  /** A provisioned instance has no capacity of its own in ACU; this one is as large as db.r6g.large (16 GiB). */
  static final double PROVISIONED_ACU = 8;

  /** CloudWatch keeps one-minute points for 15 days. */
  private static final Duration LONGEST = Duration.ofDays(15);

  private static final Duration SHORTEST = Duration.ofHours(25);
  private static final Set<String> DOWN = Set.of("stopped", "stopping", "starting", "creating", "deleting", "failed", "rebooting");

  final World.Cluster cluster;
  private final Instant origin;
  private final NavigableMap<Instant, ScalingRange> ranges = new TreeMap<>();
  private final NavigableMap<Instant, String> statuses = new TreeMap<>();
  private final Map<String, MemberLife> members = new LinkedHashMap<>();
  private final List<LoggedEvent> events = new ArrayList<>();
  private final List<ClusterSetup.Failover> failovers = new ArrayList<>();
  private final NavigableMap<Instant, String> listedWriters = new TreeMap<>();
  private final Map<String, String> tags;
  private Instant at;

  /**
   * An entry of the event list.
   *
   * @param id of the event that EventBridge gets, empty for entries of the world's file: who wants those delivered says so
   */
  record LoggedEvent(Instant at, String source, World.Subject subject, String id, String message, List<String> categories) {}

  ClusterLife(World.Cluster cluster, Instant origin) {
    this.cluster = cluster;
    this.origin = origin;
    this.tags = new LinkedHashMap<>(cluster.tags());
    this.at = beginning();
    cluster.ranges().forEach(range -> ranges.put(origin.plus(range.at()), range.range()));
    statuses.putAll(MemberLife.statuses(cluster.statuses(), origin));
    for (World.Event event : cluster.events()) {
      events.add(new LoggedEvent(origin.plus(event.at()), event.source(), event.subject(), "", event.message(), event.categories()));
    }
    failovers.addAll(cluster.setup().failovers());
    cluster.members().forEach(member -> members.put(member.id(), beginningOf(member)));
    writer().ifPresent(writer -> listedWriters.put(Instant.MIN, writer.member.id()));
  }

  private MemberLife beginningOf(World.Member member) {
    MemberLife life = new MemberLife(member, cluster.scaling(), origin, at);
    if (member.serverless()) {
      life.begin(offset(at), rangeAt(at));
    }
    return life;
  }

  private Instant beginning() {
    Duration back = SHORTEST;
    for (World.Member member : cluster.members()) {
      Duration earliest = member.load().acu().earliest().negated().plusHours(1);
      back = earliest.compareTo(back) > 0 ? earliest : back;
    }
    return origin.minus(back.compareTo(LONGEST) > 0 ? LONGEST : back).truncatedTo(ChronoUnit.MINUTES);
  }

  Duration offset(Instant moment) {
    return Duration.between(origin, moment);
  }

  Instant moment(Duration offset) {
    return origin.plus(offset);
  }

  /** Lets time pass up to {@code now}, in whole ticks. */
  void advanceTo(Instant now) {
    while (!at.plus(TICK).isAfter(now)) {
      tick();
      at = at.plus(TICK);
    }
  }

  private void tick() {
    Duration offset = offset(at);
    due(trigger -> trigger instanceof ClusterSetup.Trigger.At(Duration when) && when.compareTo(offset) <= 0, at);
    if (!ranges.isEmpty()) {
      noticeRangeChange();
      wakeWanted(offset);
    }
    double floor = 0;
    for (MemberLife life : writerFirst()) {
      if (!life.member.serverless()) {
        life.stay(PROVISIONED_ACU);
        continue;
      }
      life.move(at, offset, rangeAt(at), life.followsWriter() ? floor : 0);
      floor = life.writer() ? life.capacity() : floor;
      if (life.justResumed(at)) {
        note(life, "RDS-EVENT-0374", "Resumed the DB instance.");
      }
    }
    pauseIdle();
    Instant next = at.plus(TICK);
    if (next.truncatedTo(ChronoUnit.MINUTES).equals(next)) {
      members.values().forEach(life -> life.closeMinute(next.minus(Minute.LENGTH), !DOWN.contains(statusAt(at))
          && !DOWN.contains(life.statusAt(at))));
    }
  }

  private List<MemberLife> writerFirst() {
    return members.values().stream().sorted(Comparator.comparing(life -> !life.writer())).toList();
  }

  /** So many calls were made to the account. */
  void callsReached(int calls, Instant now) {
    due(trigger -> trigger instanceof ClusterSetup.Trigger.AfterCalls(int wanted) && calls > wanted, now);
  }

  /** So many connections to databases of the account were made by now. */
  void connectionsReached(int connections, Instant now) {
    due(trigger -> trigger instanceof ClusterSetup.Trigger.AtConnection(int wanted) && connections >= wanted, now);
  }

  private void due(Predicate<ClusterSetup.Trigger> due, Instant now) {
    List<ClusterSetup.Failover> begun = failovers.stream().filter(failover -> due.test(failover.trigger())).toList();
    failovers.removeAll(begun);
    begun.forEach(failover -> failOver(failover, now));
  }

  /** Engines change roles and restart at once; what RDS lists follows when the failover is complete. */
  private void failOver(ClusterSetup.Failover failover, Instant now) {
    Instant done = now.plus(failover.takes());
    setStatus(now, failover.takes(), "failing-over");
    tell(now, cluster.id(), World.Subject.CLUSTER, "RDS-EVENT-0073", "Started cross AZ failover to DB instance: " + failover.to(),
        "failover");
    writer().ifPresent(former -> turn(former, false, now));
    turn(Objects.requireNonNull(members.get(failover.to())), true, now);
    listedWriters.put(done, failover.to());
    tell(done, cluster.id(), World.Subject.CLUSTER, "RDS-EVENT-0071", "Completed failover to DB instance: " + failover.to(), "failover");
  }

  private void turn(MemberLife life, boolean writes, Instant now) {
    life.turn(writes, now);
    tell(now, life.member.id(), World.Subject.INSTANCE, "RDS-EVENT-0006", "DB instance restarted", "availability");
  }

  private void tell(Instant when, String source, World.Subject subject, String id, String message, String category) {
    events.add(new LoggedEvent(when, source, subject, id, message, List.of(category)));
  }

  /** Whether RDS calls the member the writer. */
  boolean listedWriter(MemberLife life, Instant now) {
    Map.Entry<Instant, String> listed = listedWriters.floorEntry(now);
    return listed != null && listed.getValue().equals(life.member.id());
  }

  private void noticeRangeChange() {
    ScalingRange before = rangeAt(at.minus(TICK));
    ScalingRange now = rangeAt(at);
    if (before.equals(now)) {
      return;
    }
    for (MemberLife life : members.values()) {
      if (before.maxHalves() != now.maxHalves()) {
        life.maxChanged();
      }
      wake(life, true);
    }
  }

  private void wakeWanted(Duration offset) {
    members.values().stream().filter(life -> life.paused() && life.wanted(offset)).toList().forEach(life -> wake(life, false));
  }

  /** A reader wakes the writer first; the writer takes readers in tier 0 and 1 along (Aurora User Guide, auto-pause). */
  private void wake(MemberLife life, boolean administration) {
    if (!life.writer()) {
      writer().ifPresent(writer -> wake(writer, administration));
    }
    resume(life, administration);
    if (life.writer()) {
      followers().forEach(follower -> resume(follower, administration));
    }
  }

  private void resume(MemberLife life, boolean administration) {
    if (life.wake(at, administration)) {
      note(life, "RDS-EVENT-0373", "Initiated resume of the DB instance.");
    }
  }

  private void pauseIdle() {
    if (ranges.isEmpty() || !rangeAt(at).mayPause() || !cluster.globalCluster().isEmpty() || cluster.around().keepsAwake()) {
      return;
    }
    int seconds = rangeAt(at).pauseSeconds();
    loners().stream().filter(life -> life.up() && life.mayPause(at, seconds)).forEach(this::pause);
    // A provisioned member keeps the writer and its followers awake; a reader that is up needs the writer.
    List<MemberLife> group = new ArrayList<>(followers());
    writer().filter(life -> life.member.serverless()).ifPresent(group::add);
    boolean allServerless = cluster.members().stream().allMatch(World.Member::serverless);
    boolean lonersAsleep = loners().stream().allMatch(MemberLife::paused);
    if (allServerless && lonersAsleep && group.stream().allMatch(life -> life.mayPause(at, seconds))) {
      group.stream().filter(MemberLife::up).forEach(this::pause);
    }
  }

  private void pause(MemberLife life) {
    note(life, "RDS-EVENT-0370", "Initiated pause of the DB instance.");
    life.pause(at);
    note(life, "RDS-EVENT-0372", "Successfully paused the DB instance.");
  }

  private void note(MemberLife life, String id, String message) {
    events.add(new LoggedEvent(at, life.member.id(), World.Subject.INSTANCE, id, message, List.of("notification", "serverless")));
  }

  private Optional<MemberLife> writer() {
    return members.values().stream().filter(MemberLife::writer).findFirst();
  }

  private List<MemberLife> followers() {
    return members.values().stream().filter(life -> life.member.serverless() && life.followsWriter()).toList();
  }

  private List<MemberLife> loners() {
    return members.values().stream()
        .filter(life -> life.member.serverless() && !life.writer() && !life.followsWriter())
        .toList();
  }

  Optional<MemberLife> member(String id) {
    return Optional.ofNullable(members.get(id));
  }

  List<MemberLife> members() {
    return List.copyOf(members.values());
  }

  /** By their full keys, as they are now. */
  Map<String, String> tags() {
    return Map.copyOf(tags);
  }

  /** An empty value takes a tag away. */
  void changeTags(Map<String, String> changed) {
    changed.forEach((key, value) -> {
      if (value.isEmpty()) {
        tags.remove(key);
      } else {
        tags.put(key, value);
      }
    });
  }

  /** A connection attempt, good or bad: it wakes a paused member. */
  void connect(MemberLife life, Instant now) {
    life.count(now);
    wake(life, false);
  }

  boolean hasRange() {
    return !ranges.isEmpty();
  }

  /** The range in force; the first one holds before its time too. */
  ScalingRange rangeAt(Instant moment) {
    Map.Entry<Instant, ScalingRange> entry = ranges.floorEntry(moment);
    return entry == null ? ranges.firstEntry().getValue() : entry.getValue();
  }

  void setRange(Instant from, ScalingRange range) {
    ranges.put(from, range);
  }

  String statusAt(Instant moment) {
    Map.Entry<Instant, String> entry = statuses.floorEntry(moment);
    return entry == null ? statuses.firstEntry().getValue() : entry.getValue();
  }

  /** Another status for a while, then again what it was. */
  void setStatus(Instant from, Duration length, String status) {
    String after = statusAt(from.plus(length));
    statuses.put(from, status);
    statuses.put(from.plus(length), after);
  }

  List<LoggedEvent> events() {
    return List.copyOf(events);
  }
}
