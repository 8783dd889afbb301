package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.DatabaseLook;
import io.auroraresponder.database.LockPileup;
import io.auroraresponder.database.Probed;
import io.auroraresponder.database.WaitClass;
import io.auroraresponder.database.WaitProfile;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Limit;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The evidence of one serverless member under pressure, added up once for checks and cause rules. */
final class CapacityPicture {
  private final CapacityEvidence evidence;
  private final ClusterState cluster;
  private final ScalingRange range;
  private final MemberMetrics metrics;
  private final DatabaseLook database;

  private CapacityPicture(
      CapacityEvidence evidence, ClusterState cluster, ScalingRange range, MemberMetrics metrics) {
    this.evidence = evidence;
    this.cluster = cluster;
    this.range = range;
    this.metrics = metrics;
    this.database = evidence.database();
  }

  /** Empty where there is no serverless member with metrics to speak of: then conditions have said why. */
  static Optional<CapacityPicture> of(CapacityEvidence evidence) {
    if (!(evidence.cluster() instanceof Reading.Known<ClusterState> known)) {
      return Optional.empty();
    }
    ClusterState cluster = known.value();
    Optional<Member> member = cluster.serverlessMembers().stream().filter(one -> one.id().equals(evidence.member())).findFirst();
    if (member.isEmpty() || !(cluster.range() instanceof Reading.Known<ScalingRange> range)) {
      return Optional.empty();
    }
    io.auroraresponder.incident.Metrics all =
        evidence.metrics().orElse(new io.auroraresponder.incident.Metrics(java.util.Map.of(), evidence.at(), evidence.at()));
    MemberMetrics metrics = new MemberMetrics(member.get(), range.value(), all, evidence.at());
    return Optional.of(new CapacityPicture(evidence, cluster, range.value(), metrics));
  }

  CapacityEvidence evidence() {
    return evidence;
  }

  ClusterState cluster() {
    return cluster;
  }

  /** The cluster's name for sentences. */
  String name() {
    return cluster.id().value();
  }

  ScalingRange range() {
    return range;
  }

  Member member() {
    return metrics.member();
  }

  MemberMetrics metrics() {
    return metrics;
  }

  /** The look into its database, as every runbook sees it. */
  DatabaseLook database() {
    return database;
  }

  /** The samples, where there are enough of them to speak of now. */
  Optional<WaitProfile> profile() {
    return database.profile();
  }

  /** vCPU that the newest known capacity gives; the ceiling's where none is known. */
  double vcpu() {
    double capacity = metrics.recent(Metric.CAPACITY, 1).orElse(range.maxAcu());
    return Math.max(capacity, 0.5) * CapacityLimit.VCPU_PER_ACU.value();
  }

  /** Enough sessions on CPU in enough samples to say that CPU is short now. */
  boolean cpuPresent() {
    return profile()
        .filter(profile -> profile.samplesWithCpu(enough()) >= DatabaseLimit.WAIT_SAMPLES.count())
        .isPresent();
  }

  /** Enough sessions at work (CPU, pages, storage; not waiting for locks) in enough samples. */
  boolean workPresent() {
    return profile()
        .filter(profile -> profile.samplesWithWork(enough()) >= DatabaseLimit.WAIT_SAMPLES.count())
        .isPresent();
  }

  /**
   * Most of the vCPU; on a large machine no more than speaks for itself, which is half of it at least. One running session proves nothing
   * even on a fraction of a vCPU.
   */
  private double enough() {
    double speaks = Math.max(CapacityLimit.BUSY_SESSIONS.count(), vcpu() * CapacityLimit.BUSY_SHARE.value());
    return Math.max(Math.min(vcpu() * CapacityLimit.CPU_LIMIT.value() / 100, speaks), 1);
  }

  /** Sessions on CPU at or over the vCPU that there are. */
  boolean sessionsSaturateCpu() {
    return profile().filter(profile -> profile.of(WaitClass.CPU) >= Math.max(vcpu(), 1)).isPresent();
  }

  /** "Saturated" of load-growth: CPU metric over its limit, or more sessions on CPU than vCPU. */
  boolean saturated() {
    return metrics.cpuSaturated() || sessionsSaturateCpu();
  }

  /** The samples were taken and show next to no work: then metrics that show pressure speak of another time. */
  boolean atRest() {
    return profile().filter(profile -> profile.working() < Math.max(vcpu(), 1) * CapacityLimit.QUIET_SHARE.value()).isPresent();
  }

  boolean lockBound() {
    return profile().filter(profile -> profile.share(WaitClass.LOCK) >= DatabaseLimit.LOCK_SHARE.value()).isPresent()
        || LockPileup.ofRequests(database());
  }

  /** One statement carries the work, and too many sessions run it to call it a runaway. */
  boolean carriedByOneOverMany() {
    return profile().map(WaitProfile::statements).orElse(List.of()).stream()
        .anyMatch(load -> DatabaseLimit.STATEMENT_SHARE.reached(load.share())
        && load.sessions() >= CapacityLimit.REGRESSION_SESSIONS.count());
  }

  /** Metrics or samples show that the member has more to do than it can. */
  boolean pressed() {
    return metrics.pressed() || sessionsSaturateCpu();
  }

  /** How long ago the cache was lost: by restart, resume, failover or scale-down; empty where it was not, or nothing tells. */
  Optional<CacheLoss> cacheLoss() {
    return CacheLoss.find(this);
  }

  /** The share of the reading waits, or the hit ratio against the day, says that pages come from storage. */
  boolean readsDominate() {
    return profile().filter(profile -> profile.share(WaitClass.READ) >= DatabaseLimit.READ_SHARE.value()).isPresent();
  }

  /** Points by which the hit ratio of the last minutes lies below the day before them. */
  Reading<Double> hitRatioDrop() {
    return metrics
        .end(Metric.BUFFER_CACHE_HIT_RATIO)
        .flatMap(
            end -> {
              Instant recent = end.minus(Duration.ofMinutes(CapacityLimit.CEILING_WINDOW.count()));
              return metrics
                  .stretch(Metric.BUFFER_CACHE_HIT_RATIO, recent.minus(Duration.ofHours(23)), recent)
                  .flatMap(day -> metrics.recent(Metric.BUFFER_CACHE_HIT_RATIO, CapacityLimit.CEILING_WINDOW.count())
                  .map(now -> day - now));
            });
  }

  /** Commits of the last minutes as part of the hour before; above 1 where they grew. */
  Reading<Double> commitGrowth() {
    return metrics
        .end(Metric.COMMIT_THROUGHPUT)
        .flatMap(
            end -> {
              Instant recent = end.minus(Duration.ofMinutes(CapacityLimit.CEILING_WINDOW.count()));
              return metrics
                  .stretch(Metric.COMMIT_THROUGHPUT, recent.minus(Duration.ofHours(1)), recent)
                  .flatMap(
                      before ->
                          metrics
                              .recent(Metric.COMMIT_THROUGHPUT, CapacityLimit.CEILING_WINDOW.count())
                              .flatMap(
                                  now ->
                                      before <= 0
                                          ? Reading.<Double>unavailable("no commits in the hour before to compare with")
                                          : Reading.known(now / before, recent, end)));
            });
  }

  // ------------------------------------------------------------------ facts

  /** The probe's look as facts are made of it. */
  Probed look() {
    return database.probed();
  }

  /** A number of the probe. */
  Fact probed(String what, double value, String unit) {
    return look().number(what, value, unit);
  }

  Fact probedCount(String what, long value, String unit) {
    return look().count(what, value, unit);
  }

  Fact probedWord(String what, String value) {
    return look().word(what, value);
  }

  Fact probedName(String what, String value) {
    return look().name(what, value);
  }

  Instant probedAt() {
    return look().at();
  }

  Fact max() {
    return Fact.of("rds:DescribeDBClusters MaxCapacity", cluster.at(), range.maxAcu(), "ACU");
  }

  /** A part from 0 to 1 as percent, on its side of the limits. */
  Fact percent(String what, double part, Limit... limits) {
    return look().percent(what, part, limits);
  }
}
