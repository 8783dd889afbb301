package io.auroraresponder.remediation;

import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.ClusterState.RangeLimits;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.LeaseNote;
import io.auroraresponder.ledger.LeaseReader;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.guard.ReasonCode;
import io.auroraresponder.remediation.guard.Utc;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Turns a diagnosis into a plan: what range, for how long, at what price. Whether it may be done is for the guard rails.
 *
 * <p>Never throws and changes nothing. What it cannot know (limits, the ledger) makes a plan of nothing that says so.
 */
public final class Planner {
  private final RemediationSettings settings;
  private final LeaseReader leases;
  private final InstantSource clock;

  public Planner(RemediationSettings settings, LeaseReader leases, InstantSource clock) {
    this.settings = settings;
    this.leases = leases;
    this.clock = clock;
  }

  public Plan plan(Incident incident, Reading<ClusterState> cluster, Diagnosis diagnosis) {
    Subject subject = new Subject(incident, diagnosis, mode(cluster));
    Lever lever = diagnosis.lever();
    if (!lever.changesRange()) {
      return subject.otherLever();
    }
    if (diagnosis.forbidsRangeChange()) {
      return subject.refused(ReasonCode.CAUSE, subject.forbidding());
    }
    if (diagnosis.strength() == Diagnosis.Strength.NONE) {
      return subject.refused(ReasonCode.EVIDENCE_STRENGTH, Phrase.of("the evidence does not justify an automatic change"));
    }
    return switch (cluster) {
      case Reading.Known<ClusterState> known -> change(subject, known.value());
      case Reading.Unavailable<ClusterState> gap -> subject.refused(ReasonCode.CLUSTER_STATUS, new Phrase(gap.reason(), List.of()));
    };
  }

  /** No plan, whatever the diagnosis: for signals that are no evidence by themselves. */
  public Plan onlyTold(Incident incident, Reading<ClusterState> cluster, Diagnosis diagnosis) {
    return Plan.none(
        incident, Lever.NONE, diagnosis.refused(), Optional.empty(), mode(cluster),
        Phrase.of("The signal by itself is no reason to change anything"));
  }

  /** What is wrong with the cluster's tags, a sentence each; nothing where the cluster could not be read. */
  public List<Phrase> troubles(Reading<ClusterState> cluster) {
    return cluster.map(state -> Policy.read(state, settings.limits()).troubles()).orElse(List.of());
  }

  private Policy.Mode mode(Reading<ClusterState> cluster) {
    return cluster.map(state -> Policy.read(state, settings.limits()).mode()).orElse(Policy.Mode.OBSERVE);
  }

  private Plan change(Subject subject, ClusterState cluster) {
    if (cluster.serverlessMembers().isEmpty()) {
      return subject.refused(ReasonCode.PRECONDITION, Phrase.of("the cluster has no serverless instance"));
    }
    if (!(cluster.range() instanceof Reading.Known<ScalingRange>(ScalingRange from, Instant a, Instant b))) {
      return subject.refused(ReasonCode.PRECONDITION, Phrase.of("the cluster's scaling range is not known"));
    }
    if (!(cluster.limits() instanceof Reading.Known<RangeLimits>(RangeLimits limits, Instant c, Instant d))) {
      return subject.refused(ReasonCode.ENGINE_LIMIT, Phrase.of("the limits of engine and platform could not be looked up"));
    }
    if (!(leases.changeNo(cluster.resourceId()) instanceof Reading.Known<Long>(Long changeNo, Instant e, Instant f))) {
      return subject.refused(ReasonCode.LEDGER, Phrase.of("the ledger could not be read"));
    }
    Policy policy = Policy.read(cluster, settings.limits());
    Instant now = clock.instant();
    RangeTarget target =
        subject.diagnosis().lever() == Lever.RAISE_MAX
            ? RangeTarget.higherMax(from, policy, limits, now)
            : RangeTarget.higherMin(from, policy, limits, now);
    return switch (target) {
      case RangeTarget.AtLimit(ReasonCode limit, Phrase reason) -> subject.atLimit(limit, reason);
      case RangeTarget.To(ScalingRange to) -> raise(subject, cluster, policy, from, to, changeNo, now);
    };
  }

  private Plan raise(
      Subject subject, ClusterState cluster, Policy policy, ScalingRange from, ScalingRange to, long changeNo, Instant now) {
    Incident incident = subject.incident();
    Diagnosis diagnosis = subject.diagnosis();
    Remedy remedy = diagnosis.lever() == Lever.RAISE_MAX ? Remedy.RAISE_MAX : Remedy.RAISE_MIN;
    String planId = PlanHash.planId(incident.id(), remedy, from, to, changeNo);
    Duration verifyAfter = settings.thresholds().verifyAfter();
    Instant expiry = now.plus(settings.limits().planExpiry());
    // Taking the pause away costs a person's savings: that is for a person to decide.
    boolean endsPause = from.mayPause() && !to.mayPause();
    Diagnosis.Strength strength = endsPause ? Diagnosis.Strength.PROPOSE : diagnosis.strength();
    PlannedChange planned =
        new PlannedChange(
            planId, PlanHash.planHash(planId, cluster.resourceId(), now.plus(policy.lease()), verifyAfter, policy.digest(), expiry), remedy,
            cluster.id(), cluster.resourceId(), incident.id(), incident.key(), incident.runbook(), from, to, changeNo,
            diagnosis.cause().word(), strength, incident.signal().at(), diagnosis.evidenceAt(), expiry, policy.lease(), policy.digest(),
            diagnosis.member(), diagnosis.pressure(), diagnosis.proof());
    Report.Cost cost = Cost.of(settings.rates(), cluster, from, to, policy.lease(), now);
    Report.Lease lease = new Report.Lease(leaseId(cluster, planId), now.plus(policy.lease()), now.plus(verifyAfter));
    Phrase summary = summary(planned, lease, cost, now).and(". ", endsPause ? pause(from, now) : Phrase.EMPTY)
        .and(". ", reboot(from, to, now));
    return new Plan(incident, Optional.of(planned), diagnosis.lever(), diagnosis.refused(), Optional.of(lease), Optional.of(cost),
        Optional.empty(), policy.mode(), summary);
  }

  private String leaseId(ClusterState cluster, String planId) {
    return leases.lease(cluster.resourceId()) instanceof Reading.Known<LeaseNote>(LeaseNote note, Instant a, Instant b)
            && note instanceof LeaseNote.Open open
        ? open.id()
        : PlanHash.leaseId(planId);
  }

  private static Phrase summary(PlannedChange plan, Report.Lease lease, Report.Cost cost, Instant now) {
    boolean max = plan.remedy() == Remedy.RAISE_MAX;
    return Phrase.of(
        "raise " + (max ? "max" : "min") + " from {#} to {} until {}, at most {} more, {} in all",
        Fact.of("rds:DescribeDBClusters range", now, max ? plan.from().maxAcu() : plan.from().minAcu(), "ACU"),
        Fact.of("plan to", now, max ? plan.to().maxAcu() : plan.to().minAcu(), "ACU"),
        Utc.moment("plan lease", lease.until(), now),
        cost.perHour(),
        cost.worstCase());
  }

  private static Phrase pause(ScalingRange from, Instant now) {
    return Phrase.of(
        "This ends auto-pause until it is given back with its {}",
        Fact.count("rds:DescribeDBClusters SecondsUntilAutoPause", now, from.pauseSeconds(), "s"));
  }

  /** Where the default of max_connections would grow, people expect it to grow at once, and it does not. */
  private static Phrase reboot(ScalingRange from, ScalingRange to, Instant now) {
    int before = MaxConnections.of(from);
    int after = MaxConnections.of(to);
    return before == after
        ? Phrase.EMPTY
        : Phrase.of(
            "A default max_connections stays at about {} until the next reboot (then about {})",
            Fact.count("Aurora default max_connections by max", now, before, ""),
            Fact.count("Aurora default max_connections by max", now, after, ""));
  }
}
