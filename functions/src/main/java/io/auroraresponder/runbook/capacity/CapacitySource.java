package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.HealthyHistory;
import io.auroraresponder.observation.LoadHistory;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.runbook.Gathering;
import io.auroraresponder.runbook.LeaseHistory;
import io.auroraresponder.runbook.LookSource;
import io.auroraresponder.runbook.MemberLook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Gathers the capacity evidence: limits and the ledger beside what every runbook asks; then, when the metrics have said which member is in
 * trouble and that it is awake, its database and its past.
 */
public final class CapacitySource extends LookSource<CapacityEvidence> {
  /** One request covers a day and an hour: the hit ratio is held against the day, commits against its last and its first hour. */
  private static final Duration METRIC_WINDOW = Duration.ofHours(25);

  /** Events that matter here are at most this old. */
  private static final Duration EVENT_WINDOW = Duration.ofHours(1);

  private static final String NOBODY = "there is no Serverless v2 member to ask";

  private final Sources sources;
  private final MemberLook looking;

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

  public CapacitySource(Sources sources, Clock clock) {
    super(sources.controlPlane(), sources.metrics(), clock, new Scope(EnumSet.allOf(Metric.class), METRIC_WINDOW, EVENT_WINDOW));
    this.sources = sources;
    this.looking = new MemberLook(sources.probe(), sources.requests(), clock);
  }

  @Override
  protected CapacityEvidence gather(Gathering gathering) {
    var limits = gathering.ask("rds:DescribeDBEngineVersions", sources.controlPlane()::limits);
    var healthy = gathering.ask("the ledger", cluster -> sources.health().last(cluster.resourceId()));
    var lease = gathering.ask("the ledger", cluster -> sources.leases().of(cluster, gathering.incident()));

    Optional<Member> member = member(gathering);
    var past = past(gathering, member, sources.loadHistory()::byWaitEvent);
    var applications = past(gathering, member, sources.loadHistory()::byApplication);
    var lastWeek = lastWeek(gathering, member);
    Look look = gathering.look(looking, member, NOBODY);

    Reading<ClusterState> cluster = gathering.cluster().map(bare -> bare.withLimits(limits.reading()));
    Reading<LeaseHistory.Situation> situation = lease.reading();
    LinkedHashMap<String, Reading<?>> beside = new LinkedHashMap<>();
    beside.put("Limits", cluster.flatMap(ClusterState::limits));
    beside.put("Tags", cluster.flatMap(ClusterState::tags));
    beside.put("Ledger", situation);
    beside.put("Database", gathering.database(look));
    return new CapacityEvidence(
        gathering.done(beside).of(cluster), member.map(Member::id).orElse(""), cluster.map(sources.policy()), past.reading(),
        applications.reading(), look, situation, healthy.reading(), lastWeek.reading());
  }

  /** The member in trouble; waits for the metrics. */
  private Optional<Member> member(Gathering gathering) {
    if (!(gathering.cluster() instanceof Reading.Known<ClusterState>(ClusterState cluster, Instant from, Instant to))) {
      return Optional.empty();
    }
    Incident incident = gathering.incident();
    return PressedMember.choose(cluster, incident, gathering.metrics(), gathering.at())
        .or(() -> PressedMember.provisioned(cluster, incident, gathering.metrics(), gathering.at()));
  }

  /**
   * The same hour of last week, while the database is asked. A week by the minute in the request above would be seven times as many
   * datapoints of every metric; and only where growth is in question anybody needs it.
   */
  private Gathering.Pending<Metrics> lastWeek(Gathering gathering, Optional<Member> member) {
    boolean full = member.isPresent() && gathering.cluster() instanceof Reading.Known<ClusterState>(ClusterState cluster, Instant a,
        Instant b)
        && cluster.range() instanceof Reading.Known<ScalingRange>(ScalingRange range, Instant c, Instant d)
        && gathering.metrics() instanceof Reading.Known<Metrics>(Metrics metrics, Instant e, Instant f)
        && new MemberMetrics(member.get(), range, metrics, gathering.at()).atCeiling();
    if (!full) {
      return gathering.missing("it was not asked for, since nothing stands at its ceiling");
    }
    SameHour.Window hour = SameHour.LAST_WEEK.hour(gathering.at());
    return gathering.over("cloudwatch:GetMetricData", hour.from(), hour.to(),
        cluster -> sources.metrics().read(List.of(member.get().id()), SameHour.COMPARED, hour.from(), hour.to()));
  }

  /** Asks the past of one member. */
  private interface Question<T> {
    List<T> ask(Member member, Instant from, Instant to);
  }

  /** The time before the signal. */
  private <T> Gathering.Pending<List<T>> past(Gathering gathering, Optional<Member> member, Question<T> question) {
    if (member.isEmpty()) {
      return gathering.missing("no member to look back at");
    }
    Member one = member.get();
    if (!one.performanceInsights()) {
      return gathering.missing("Database Insights is off for " + one.id());
    }
    Instant told = gathering.incident().signal().at();
    Instant until = told.isAfter(gathering.at()) ? gathering.at() : told;
    Instant from = until.minus(CapacityLimit.LOOK_BACK.duration());
    return gathering.over("pi:DescribeDimensionKeys", from, until, cluster -> question.ask(one, from, until));
  }
}
