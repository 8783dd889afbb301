package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.HealthyHistory;
import io.auroraresponder.observation.LoadHistory;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.runbook.EvidenceSource;
import io.auroraresponder.runbook.Gathering;
import io.auroraresponder.runbook.LeaseHistory;
import io.auroraresponder.runbook.MemberLook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Gathers the capacity evidence: the cluster first, since it names all else; then limits, events, metrics and the ledger at the same
 * time; then, when the metrics have said which member is in trouble and that it is awake, its database and its past.
 */
public final class CapacitySource implements EvidenceSource<CapacityEvidence> {
  /** One request covers a day: the hit ratio is held against it, commits against its last hour. */
  private static final Duration METRIC_WINDOW = Duration.ofHours(24);

  /** Events that matter here are at most this old. */
  private static final Duration EVENT_WINDOW = Duration.ofHours(1);

  /** Part of the deadline that is kept for thinking and acting. */
  private static final Duration RESERVE = Duration.ofSeconds(1);

  private final Sources sources;
  private final CapacityThresholds thresholds;
  private final Clock clock;

  /**
   * Where the evidence comes from.
   *
   * @param policy reads the policy from the cluster's tags
   * @param requests makes the probe's request for a member
   */
  public record Sources(
      ControlPlane controlPlane,
      MetricSource metrics,
      LoadHistory loadHistory,
      DatabaseProbe probe,
      LeaseHistory leases,
      HealthyHistory health,
      Function<ClusterState, Policy> policy,
      BiFunction<ClusterState, Member, ProbeRequest> requests) {}

  public CapacitySource(Sources sources, CapacityThresholds thresholds, Clock clock) {
    this.sources = sources;
    this.thresholds = thresholds;
    this.clock = clock;
  }

  @Override
  public CapacityEvidence gather(Incident incident, Deadline deadline) {
    Instant at = clock.instant();
    try (Gathering gathering = new Gathering(deadline.atMost(deadline.left().minus(RESERVE)))) {
      Reading<ClusterState> found = gathering.ask("rds:DescribeDBClusters", () -> describe(incident)).reading();
      if (!(found instanceof Reading.Known<ClusterState> known)) {
        return nothing(incident, at, found, gathering.asked());
      }
      return gather(incident, known.value(), gathering, deadline, at);
    }
  }

  private Reading<ClusterState> describe(Incident incident) {
    return sources
        .controlPlane()
        .cluster(incident.cluster())
        .map(cluster -> Reading.known(cluster, cluster.at()))
        .orElseGet(() -> Reading.unavailable("RDS knows no cluster " + incident.cluster() + " in account " + incident
        .account() + ", " + incident.region()));
  }

  private CapacityEvidence gather(Incident incident, ClusterState bare, Gathering gathering, Deadline deadline, Instant at) {
    Instant end = at.truncatedTo(ChronoUnit.MINUTES);
    Instant begin = end.minus(METRIC_WINDOW);
    List<String> members = bare.members().stream().map(Member::id).toList();
    var limits = gathering.ask("rds:DescribeDBEngineVersions", () -> Reading.known(sources.controlPlane().limits(bare), at));
    var events = gathering.ask("rds:DescribeEvents", () ->
        Reading.known(sources.controlPlane().events(bare, at.minus(EVENT_WINDOW), at), at.minus(EVENT_WINDOW), at));
    var metrics =
        gathering.ask("cloudwatch:GetMetricData", () ->
        Reading.known(sources.metrics().read(members, EnumSet.allOf(Metric.class), incident.signal().metric(), begin, end), begin, end));
    var healthy = gathering.ask("the ledger", () -> Reading.known(sources.health().last(bare.resourceId()), at));
    var lease = gathering.ask("the ledger", () -> Reading.known(sources.leases().of(bare, incident), at));

    Reading<Metrics> measured = metrics.reading();
    Reading<List<RdsEvent>> happened = events.reading();
    Optional<Member> member =
        PressedMember.choose(bare, incident, measured, at, thresholds)
            .or(() -> PressedMember.provisioned(bare, incident, measured, at, thresholds));
    var lookBack = member.map(one -> gathering.ask("pi:DescribeDimensionKeys", () ->
        lookBack(incident, one, at, sources.loadHistory()::byWaitEvent)));
    var applications = member.map(one -> gathering.ask("pi:DescribeDimensionKeys", () ->
        lookBack(incident, one, at, sources.loadHistory()::byApplication)));
    Look look =
        member.map(one -> look(incident, bare, one, measured, happened, gathering, deadline, at))
        .orElseGet(() -> new Look.NotTried("there is no Serverless v2 member to ask"));

    ClusterState cluster = bare.withLimits(limits.reading());
    Reading<List<LoadHistory.WaitLoad>> past = lookBack.map(Gathering.Pending::reading)
        .orElseGet(() -> Reading.unavailable("no member to look back at"));
    Reading<List<LoadHistory.ApplicationLoad>> clients = applications.map(Gathering.Pending::reading)
        .orElseGet(() -> Reading.unavailable("no member to look back at"));
    Reading<LeaseHistory.Situation> situation = lease.reading();
    int statements = look instanceof Look.Seen seen ? seen.snapshot().cost().statements() : 0;
    return new CapacityEvidence(
        at, incident, Reading.known(cluster, cluster.at()), member.map(Member::id).orElse(""),
        Reading.known(sources.policy().apply(cluster), cluster.at()),
        measured, happened, past, clients, look, situation, healthy.reading(), gaps(at, cluster, measured, happened, look, situation),
        gathering.asked() + statements);
  }

  /** Asks the past of one member. */
  private interface Question<T> {
    List<T> ask(Member member, Instant from, Instant to);
  }

  private <T> Reading<List<T>> lookBack(Incident incident, Member member, Instant at, Question<T> question) {
    if (!member.performanceInsights()) {
      return Reading.unavailable("Performance Insights is off for " + member.id());
    }
    Instant signal = incident.signal().at().isAfter(at) ? at : incident.signal().at();
    Instant from = signal.minus(thresholds.lookBack());
    return Reading.known(question.ask(member, from, signal), from, signal);
  }

  private Look look(
      Incident incident, ClusterState cluster, Member member, Reading<Metrics> metrics, Reading<List<RdsEvent>> events, Gathering gathering,
      Deadline deadline, Instant at) {
    return new MemberLook(sources.probe(), sources.requests(), clock, thresholds.freshness())
        .at(cluster, member, new MemberLook.Signs(incident, metrics, events, at), gathering,
        deadline.atMost(deadline.left().minus(RESERVE)));
  }

  private static List<Gap> gaps(
      Instant at, ClusterState cluster, Reading<Metrics> metrics, Reading<List<RdsEvent>> events, Look look,
      Reading<LeaseHistory.Situation> lease) {
    List<Gap> gaps = new ArrayList<>();
    add(gaps, at, "Limits", cluster.limits());
    add(gaps, at, "Tags", cluster.tags());
    add(gaps, at, "Metrics", metrics);
    add(gaps, at, "Events", events);
    add(gaps, at, "Ledger", lease);
    switch (look) {
      case Look.Seen seen -> {}
      case Look.Failed failed -> gaps.add(Gap.of("Database", at, failed.sentence()));
      case Look.NotTried notTried -> gaps.add(Gap.of("Database", at, notTried.reason()));
    }
    return gaps;
  }

  private static void add(List<Gap> gaps, Instant at, String what, Reading<?> reading) {
    if (reading instanceof Reading.Unavailable<?> missing) {
      gaps.add(Gap.of(what, at, missing.reason()));
    }
  }

  private static CapacityEvidence nothing(Incident incident, Instant at, Reading<ClusterState> cluster, int asked) {
    String reason = cluster instanceof Reading.Unavailable<ClusterState> missing ? missing.reason() : "";
    return new CapacityEvidence(
        at, incident, cluster, "", Reading.unavailable(reason), Reading.unavailable(reason), Reading.unavailable(reason),
        Reading.unavailable(reason), Reading.unavailable(reason), new Look.NotTried(reason), Reading.unavailable(reason),
        Reading.unavailable(reason), List.of(Gap.of("Cluster", at, reason)), asked);
  }
}
