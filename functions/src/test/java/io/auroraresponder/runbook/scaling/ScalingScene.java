package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.ClusterState.RangeLimits;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.observation.ClusterSurroundings;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.EngineSupport;
import io.auroraresponder.observation.PendingMaintenance;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.Examination;
import io.auroraresponder.runbook.LeaseHistory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code orders-db}: a writer and a reader that follows it, 0.5 to 8 ACU, a day of 3 ACU in even use; a test states what is unusual. */
final class ScalingScene {
  static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
  static final Instant NEWEST = Instant.parse("2026-11-24T10:13:00Z");
  static final String WRITER = "orders-db-1";
  static final String READER = "orders-db-2";
  static final int DAY = 1440;

  private final Map<String, Map<Metric, Map<Instant, Double>>> points = new HashMap<>();
  private final Set<String> broken = new HashSet<>();
  private final List<String> blockers = new ArrayList<>();
  private List<Member> members = List.of(member(WRITER, true, 0), member(READER, false, 1));
  private Reading<ScalingRange> range = Reading.known(ScalingRange.of(0.5, 8), NOW);
  private RangeLimits limits = new RangeLimits(0, 256);
  private double policyMax = 16;
  private List<Phrase> troubles = List.of();
  private LeaseHistory.Situation lease = LeaseHistory.Situation.FREE;
  private String status = "available";
  private boolean known = true;
  private List<String> proxies = List.of();
  private List<String> integrations = List.of();
  private Map<String, String> parameters = Map.of();
  private List<PendingMaintenance> maintenance = List.of();
  private EngineSupport support =
      new EngineSupport("17", Instant.parse("2030-02-28T23:59:59Z"), Optional.of(Instant.parse("2033-02-28T23:59:59Z")));
  private List<RdsEvent> events = List.of();
  private Signal signal = new Signal("schedule", "e-1", "weekly", "", NOW);

  ScalingScene() {
    for (String member : List.of(WRITER, READER)) {
      fill(member, Metric.CAPACITY, 3, DAY).fill(member, Metric.ACU_UTILIZATION, 37.5, DAY).fill(member, Metric.CPU, 20, DAY)
          .fill(member, Metric.CONNECTIONS, 20, DAY).fill(member, Metric.REPLICA_LAG, 20, DAY);
    }
  }

  static Member member(String id, boolean writer, int tier) {
    return member(id, writer, tier, "db.serverless", "available", "in-sync", false);
  }

  static Member member(String id, boolean writer, int tier, String shape, String state, String parameters, boolean insights) {
    return new Member(id, "db-" + id, writer, tier, shape, state, parameters, id + ".example.internal", 5432, insights);
  }

  /** The newest {@code minutes} complete minutes. */
  ScalingScene fill(String member, Metric metric, double value, int minutes) {
    for (int i = 0; i < minutes; i++) {
      put(member, metric, i, value);
    }
    return this;
  }

  /** One minute, so many before the newest complete one. */
  ScalingScene put(String member, Metric metric, int minutesAgo, double value) {
    points.computeIfAbsent(member, unseen -> new EnumMap<>(Metric.class)).computeIfAbsent(metric, unseen -> new HashMap<>())
        .put(NEWEST.minusSeconds(60L * minutesAgo), value);
    return this;
  }

  /** Only the newest {@code minutes} of a metric of the writer are left. */
  ScalingScene cut(Metric metric, int minutes) {
    points.getOrDefault(WRITER, Map.of()).getOrDefault(metric, new HashMap<>()).keySet()
        .removeIf(minute -> minute.isBefore(NEWEST.minusSeconds(60L * (minutes - 1))));
    return this;
  }

  /** A climb of the writer from 1 to 2 ACU in three minutes with its CPU short, ending so long ago. Max is the range's. */
  ScalingScene climb(int minutesAgo, double max) {
    double[] capacity = {1, 1.5, 2};
    for (int i = 0; i < capacity.length; i++) {
      int when = minutesAgo + capacity.length - 1 - i;
      put(WRITER, Metric.CAPACITY, when, capacity[i]);
      put(WRITER, Metric.ACU_UTILIZATION, when, capacity[i] / max * 100);
      put(WRITER, Metric.CPU, when, capacity[i] / max * 100 * 0.95);
    }
    return this;
  }

  ScalingScene range(double min, double max) {
    range = Reading.known(ScalingRange.of(min, max, min == 0 ? 300 : 0), NOW);
    return this;
  }

  ScalingScene noRange() {
    range = Reading.unavailable("the cluster has no Serverless v2 range");
    return this;
  }

  ScalingScene members(Member... some) {
    members = List.of(some);
    return this;
  }

  ScalingScene limits(double min, double max) {
    limits = new RangeLimits(min, max);
    return this;
  }

  ScalingScene policyMax(double acu) {
    policyMax = acu;
    return this;
  }

  ScalingScene trouble(String sentence) {
    troubles = List.of(Phrase.of(sentence));
    return this;
  }

  ScalingScene lease(LeaseHistory.Situation situation) {
    lease = situation;
    return this;
  }

  ScalingScene blocker(String name) {
    blockers.add(name);
    return this;
  }

  ScalingScene status(String word) {
    status = word;
    return this;
  }

  ScalingScene proxies(String... names) {
    proxies = List.of(names);
    return this;
  }

  ScalingScene integrations(String... names) {
    integrations = List.of(names);
    return this;
  }

  ScalingScene parameter(String name, String value) {
    parameters = Map.of(name, value);
    return this;
  }

  ScalingScene maintenance(PendingMaintenance... waiting) {
    maintenance = List.of(waiting);
    return this;
  }

  /** Standard support and the support that is charged for end in so many days; the second may be missing. */
  ScalingScene support(long standardDays, Optional<Long> extendedDays) {
    support = new EngineSupport("14", NOW.plus(Duration.ofDays(standardDays)), extendedDays.map(days -> NOW.plus(Duration.ofDays(days))));
    return this;
  }

  ScalingScene event(String source, String message, Instant at) {
    events = List.of(new RdsEvent(source, "", message, List.of("notification"), at));
    return this;
  }

  ScalingScene signal(Signal other) {
    signal = other;
    return this;
  }

  ScalingScene unknownCluster() {
    known = false;
    return this;
  }

  /** This port fails: limits, metrics or ledger. */
  ScalingScene broken(String port) {
    broken.add(port);
    return this;
  }

  // ------------------------------------------------------------------ asking

  Examination examine() {
    return ScalingRunbook.of(sources(), clock()).examine(incident(), Deadline.after(Duration.ofSeconds(30)));
  }

  ScalingEvidence evidence() {
    return new ScalingSource(sources(), clock()).gather(incident(), Deadline.after(Duration.ofSeconds(30)));
  }

  CheckResult check(String id) {
    return ScalingRunbook.checks().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow().examine(evidence());
  }

  private static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  private ScalingSource.Sources sources() {
    return new ScalingSource.Sources(
        controlPlane(), surroundings(), (ids, wanted, from, to) -> answer("metrics", metrics(from, to)), (live, incident) ->
        answer("ledger", lease),
        cluster -> policy(), cluster -> new AcuRate.Rate(0.2, "USD", "setting rates eu-west-1"));
  }

  private Metrics metrics(Instant from, Instant to) {
    Map<String, Map<Metric, Reading<Series>>> all = new HashMap<>();
    points.forEach(
        (member, metrics) -> {
          Map<Metric, Reading<Series>> mine = new EnumMap<>(Metric.class);
          metrics.forEach(
              (metric, values) ->
                  mine.put(metric, Reading.known(new Series(values.entrySet().stream().map(one -> new Point(one.getKey(), one.getValue()))
                      .toList()), NOW)));
          all.put(member, mine);
        });
    return new Metrics(all, from, to);
  }

  private Policy policy() {
    return new Policy(
        Policy.Mode.OBSERVE, false, policyMax, 4, 1.5, Duration.ofHours(4), 96, Duration.ofMinutes(30), 4, List.of(), Set.of("raise-max"),
        "", "",
        troubles, "digest");
  }

  private ClusterSurroundings surroundings() {
    return new ClusterSurroundings() {
      @Override
      public List<String> proxies(ClusterState cluster) {
        return answer("proxies", proxies);
      }

      @Override
      public List<String> integrations(ClusterState cluster) {
        return answer("integrations", integrations);
      }

      @Override
      public Map<String, String> parameters(ClusterState cluster) {
        return answer("parameters", parameters);
      }

      @Override
      public List<PendingMaintenance> maintenance(ClusterState cluster) {
        return answer("maintenance", maintenance);
      }

      @Override
      public EngineSupport support(ClusterState cluster) {
        return answer("support", support);
      }
    };
  }

  private ControlPlane controlPlane() {
    return new ControlPlane() {
      @Override
      public Optional<ClusterState> cluster(ClusterId id) {
        return known ? Optional.of(state()) : Optional.empty();
      }

      @Override
      public RangeLimits limits(ClusterState cluster) {
        return answer("limits", limits);
      }

      @Override
      public List<RdsEvent> events(ClusterState cluster, Instant from, Instant to) {
        return events;
      }
    };
  }

  private ClusterState state() {
    return new ClusterState(
        new ClusterId("orders-db"), "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db", "cluster-ABC", "111122223333", "eu-west-1",
        "aurora-postgresql", "17.5", "provisioned", status, range, members, Reading.known(Map.of(), NOW), "aurora", "4",
        Reading.unavailable("not looked up"), "orders-db.example.internal", 5432, blockers, NOW);
  }

  private <T> T answer(String port, T value) {
    if (broken.contains(port)) {
      throw new DependencyException(port, "Ask", "Throttling", true, "asked 3 times", null);
    }
    return value;
  }

  Incident incident() {
    return new Incident("i-1", "orders-db", new ClusterId("orders-db"), "111122223333", "eu-west-1", "scaling", "", "", NOW, signal);
  }
}
