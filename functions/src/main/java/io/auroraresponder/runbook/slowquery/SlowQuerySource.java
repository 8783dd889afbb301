package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.DatabaseLimit;
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
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.runbook.EvidenceSource;
import io.auroraresponder.runbook.Gathering;
import io.auroraresponder.runbook.KnownCluster;
import io.auroraresponder.runbook.MemberLook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Gathers the evidence of slow queries: the cluster first, then metrics and events at the same time, then, once these have said that the
 * member is awake, its database.
 */
public final class SlowQuerySource implements EvidenceSource<SlowQueryEvidence> {
  /** Commit latency is held against the hour before. */
  private static final Duration METRIC_WINDOW = Duration.ofHours(2);

  /** Only pauses and resumes matter here. */
  private static final Duration EVENT_WINDOW = Duration.ofHours(1);

  /** Part of the deadline that is kept for thinking and telling. */
  private static final Duration RESERVE = Duration.ofSeconds(1);

  private static final Set<Metric> METRICS =
      EnumSet.of(
          Metric.CAPACITY, Metric.CONNECTIONS, Metric.CPU, Metric.DEADLOCKS, Metric.COMMIT_LATENCY, Metric.READ_LATENCY,
          Metric.WRITE_LATENCY, Metric.FREE_LOCAL_STORAGE, Metric.SLOT_LAG, Metric.REPLICA_LAG, Metric.TRANSACTION_ID_AGE);

  private final Sources sources;
  private final Clock clock;

  /**
   * Where the evidence comes from.
   *
   * @param requests makes the probe's request for a member
   */
  public record Sources(
      ControlPlane controlPlane, MetricSource metrics, DatabaseProbe probe, BiFunction<ClusterState, Member, ProbeRequest> requests) {}

  public SlowQuerySource(Sources sources, Clock clock) {
    this.sources = sources;
    this.clock = clock;
  }

  @Override
  public SlowQueryEvidence gather(Incident incident, Deadline deadline) {
    Instant at = clock.instant();
    Deadline own = deadline.atMost(deadline.left().minus(RESERVE));
    try (Gathering gathering = new Gathering(own)) {
      Reading<ClusterState> found =
          gathering.ask("rds:DescribeDBClusters", () -> KnownCluster.of(sources.controlPlane(), incident)).reading();
      return switch (found) {
        case Reading.Known<ClusterState> known -> gather(incident, known.value(), gathering, own, at);
        case Reading.Unavailable<ClusterState> gap -> nothing(incident, gap, at, gathering.asked());
      };
    }
  }

  private SlowQueryEvidence gather(Incident incident, ClusterState cluster, Gathering gathering, Deadline deadline, Instant at) {
    Instant end = at.truncatedTo(ChronoUnit.MINUTES);
    Instant begin = end.minus(METRIC_WINDOW);
    Instant since = at.minus(EVENT_WINDOW);
    List<String> members = cluster.members().stream().map(Member::id).toList();
    var happened = gathering.ask("rds:DescribeEvents", () -> Reading.known(sources.controlPlane().events(cluster, since, at), since, at));
    var measured =
        gathering.ask("cloudwatch:GetMetricData", () ->
        Reading.known(sources.metrics().read(members, METRICS, incident.signal().metric(), begin, end), begin, end));
    Reading<Metrics> metrics = measured.reading();
    Reading<List<RdsEvent>> events = happened.reading();
    Optional<Member> member = AskedMember.choose(cluster, incident, metrics);
    MemberLook looking = new MemberLook(sources.probe(), (of, one) ->
        sources.requests().apply(of, one).withHygiene(), clock, DatabaseLimit.FRESHNESS.duration());
    MemberLook.Signs signs = new MemberLook.Signs(incident, metrics, events, at);
    Look look =
        member.map(one -> looking.at(cluster, one, signs, gathering, deadline))
        .orElseGet(() -> new Look.NotTried("the cluster has no member to ask"));
    boolean paused = member.filter(one -> looking.pause(cluster, one, signs).paused()).isPresent();
    int statements = look instanceof Look.Seen seen ? seen.snapshot().cost().statements() : 0;
    return new SlowQueryEvidence(
        at, incident, Reading.known(cluster, cluster.at()), member.map(Member::id).orElse(""), metrics, look, paused,
        gaps(at, metrics, events, look), gathering.asked() + statements);
  }

  private static List<Gap> gaps(Instant at, Reading<Metrics> metrics, Reading<List<RdsEvent>> events, Look look) {
    LinkedHashMap<String, Reading<?>> asked = new LinkedHashMap<>();
    asked.put("Metrics", metrics);
    asked.put("Events", events);
    List<Gap> gaps = new ArrayList<>(KnownCluster.gaps(at, asked));
    switch (look) {
      case Look.Seen seen -> {}
      case Look.Failed failed -> gaps.add(Gap.of("Database", at, failed.sentence()));
      case Look.NotTried notTried -> gaps.add(Gap.of("Database", at, notTried.reason()));
    }
    return gaps;
  }

  private static SlowQueryEvidence nothing(Incident incident, Reading.Unavailable<ClusterState> cluster, Instant at, int asked) {
    String reason = cluster.reason();
    return new SlowQueryEvidence(
        at, incident, cluster, "", Reading.unavailable(reason), new Look.NotTried(reason), false, List.of(Gap.of("Cluster", at, reason)),
        asked);
  }
}
