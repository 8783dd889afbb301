package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
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
  /** One request covers a day: the hit ratio is held against it, commits against its last hour. */
  private static final Duration METRIC_WINDOW = Duration.ofHours(24);

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
        applications.reading(), look, situation, healthy.reading());
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
