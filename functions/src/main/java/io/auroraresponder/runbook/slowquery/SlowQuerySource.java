package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.runbook.Gathering;
import io.auroraresponder.runbook.LookSource;
import io.auroraresponder.runbook.MemberLook;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Gathers the evidence of slow queries: once metrics and events have said that the member is awake, its database. */
public final class SlowQuerySource extends LookSource<SlowQueryEvidence> {
  /** Commit latency is held against the hour before. */
  private static final Duration METRIC_WINDOW = Duration.ofHours(2);

  /** Only pauses and resumes matter here. */
  private static final Duration EVENT_WINDOW = Duration.ofHours(1);

  private static final Set<Metric> METRICS =
      EnumSet.of(
          Metric.CAPACITY, Metric.CONNECTIONS, Metric.CPU, Metric.DEADLOCKS, Metric.COMMIT_LATENCY, Metric.READ_LATENCY,
          Metric.WRITE_LATENCY, Metric.FREE_LOCAL_STORAGE, Metric.SLOT_LAG, Metric.REPLICA_LAG, Metric.TRANSACTION_ID_AGE);

  private final MemberLook looking;

  /**
   * Where the evidence comes from.
   *
   * @param requests makes the probe's request for a member
   */
  public record Sources(
      ControlPlane controlPlane, MetricSource metrics, DatabaseProbe probe, BiFunction<ClusterState, Member, ProbeRequest> requests) {}

  public SlowQuerySource(Sources sources, Clock clock) {
    super(sources.controlPlane(), sources.metrics(), clock, new Scope(METRICS, METRIC_WINDOW, EVENT_WINDOW));
    this.looking =
        new MemberLook(
            sources.probe(), (cluster, member) -> sources.requests().apply(cluster, member).withHygiene(), clock);
  }

  @Override
  protected SlowQueryEvidence gather(Gathering gathering) {
    Reading<Metrics> metrics = gathering.metrics();
    Optional<Member> member =
        gathering.cluster().map(cluster -> AskedMember.choose(cluster, gathering.incident(), metrics)).orElse(Optional.empty());
    Look look = gathering.look(looking, member, "the cluster has no member to ask");
    boolean paused =
        gathering.cluster().map(cluster -> member.filter(one -> looking.pause(cluster, one, gathering).paused()).isPresent()).orElse(false);
    LinkedHashMap<String, Reading<?>> beside = new LinkedHashMap<>();
    beside.put("Database", gathering.database(look));
    return new SlowQueryEvidence(gathering.done(beside), member.map(Member::id).orElse(""), look, paused);
  }
}
