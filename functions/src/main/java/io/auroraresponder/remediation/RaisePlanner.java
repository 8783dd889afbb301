package io.auroraresponder.remediation;

import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.ClusterState.RangeLimits;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.guard.Exposure;
import io.auroraresponder.remediation.guard.ReasonCode;
import io.auroraresponder.remediation.guard.Utc;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Turns a wish into a plan: what range, for how long, at what price, under which policy. Runs where changes are made, on what was read
 * there; whether the plan may be carried out is for the guard rails.
 *
 * <p>Never throws and changes nothing. What it cannot know (limits, the ledger) makes a plan of nothing that says so.
 */
final class RaisePlanner {
  private final RemediationSettings settings;

  RaisePlanner(RemediationSettings settings) {
    this.settings = settings;
  }

  Plan plan(RaiseWish wish, Reading<ClusterState> live, Reading<Head> stored, RaiseSize size, Instant now) {
    NoChangePlans nothing = NoChangePlans.of(wish, mode(live));
    return switch (live) {
      case Reading.Known<ClusterState> known -> change(wish, nothing, known.value(), stored, size, now);
      case Reading.Unavailable<ClusterState> gap -> nothing.refused(ReasonCode.CLUSTER_STATUS, new Phrase(gap.reason(), List.of()));
    };
  }

  private Policy.Mode mode(Reading<ClusterState> cluster) {
    return cluster.map(state -> Policy.read(state, settings.limits()).mode()).orElse(Policy.Mode.OBSERVE);
  }

  private Plan change(
      RaiseWish wish, NoChangePlans nothing, ClusterState cluster, Reading<Head> stored, RaiseSize size, Instant now) {
    if (cluster.serverlessMembers().isEmpty()) {
      return nothing.refused(ReasonCode.PRECONDITION, Phrase.of("the cluster has no serverless instance"));
    }
    if (!(cluster.range() instanceof Reading.Known<ScalingRange>(ScalingRange from, Instant a, Instant b))) {
      return nothing.refused(ReasonCode.PRECONDITION, Phrase.of("the cluster's scaling range is not known"));
    }
    if (!(cluster.limits() instanceof Reading.Known<RangeLimits>(RangeLimits limits, Instant c, Instant d))) {
      return nothing.refused(ReasonCode.ENGINE_LIMIT, Phrase.of("the limits of engine and platform could not be looked up"));
    }
    if (!(stored instanceof Reading.Known<Head>(Head head, Instant e, Instant f))) {
      return nothing.refused(ReasonCode.LEDGER, Phrase.of("the ledger could not be read"));
    }
    Policy policy = Policy.read(cluster, settings.limits());
    RangeTarget target =
        wish.side() == RaiseWish.Side.MAX
            ? RangeTarget.higherMax(from, policy, limits, size, now)
            : RangeTarget.higherMin(from, policy, limits, size, now);
    return switch (target) {
      case RangeTarget.AtLimit(ReasonCode limit, Phrase reason) -> nothing.atLimit(limit, reason);
      case RangeTarget.To(ScalingRange to) -> {
        ScalingRange carried = size.carried(from, to, head, policy, now);
        Plan plan = raise(wish, cluster, head, from, carried, now);
        yield carried.equals(to) ? plan : plan.remarked(Phrase.of("The budgets of a day carry no more"));
      }
    };
  }

  /** The plan of a range that was decided on, now or when the same wish came before. */
  Plan raise(RaiseWish wish, ClusterState cluster, Head head, ScalingRange from, ScalingRange to, Instant now) {
    Incident incident = wish.incident();
    Policy policy = Policy.read(cluster, settings.limits());
    Remedy remedy = wish.side() == RaiseWish.Side.MAX ? Remedy.RAISE_MAX : Remedy.RAISE_MIN;
    String planId = PlanHash.planId(incident.key(), remedy, from, to, head.changeNo(), wish.lookedAt());
    Duration verifyAfter = settings.thresholds().verifyAfter();
    // A lease that is stepped lasts as long as it did where that is longer, and costs what it costs over its base.
    Duration lasts = Exposure.time(head.lease(), policy.lease(), now);
    ScalingRange base = head.lease().map(Lease::base).orElse(from);
    Instant until = now.plus(lasts);
    // Taking the pause away costs a person's savings: that is for a person to decide.
    boolean endsPause = from.mayPause() && !to.mayPause();
    PlannedChange planned =
        new PlannedChange(
            planId, PlanHash.planHash(planId, cluster.resourceId(), until, verifyAfter, policy.digest()), remedy, cluster.id(),
            cluster.resourceId(), incident.id(), incident.key(), incident.runbook(), from, to, head.changeNo(), PlanHash.wishId(wish),
            wish.cause().word(), endsPause ? RangeQuestion.Strength.PROPOSE : wish.strength(), incident.signal().at(), wish.lookedAt(),
            wish.evidenceAt(), policy.lease(), policy.digest(), wish.member(), wish.baseline(), wish.proof());
    Report.Cost cost = Cost.of(settings.rates(), cluster, base, to, lasts, now);
    String leaseId = head.lease().map(Lease::id).orElse(PlanHash.leaseId(planId));
    Report.Lease lease = new Report.Lease(leaseId, until, now.plus(verifyAfter));
    Phrase summary = summary(planned, lease, cost, now).and(". ", endsPause ? pause(from, now) : Phrase.EMPTY)
        .and(". ", reboot(from, to, now));
    return new Plan(incident, Optional.of(planned), wish.lever(), wish.refused(), Optional.of(lease), Optional.of(cost),
        Optional.empty(), policy.mode(), summary);
  }

  private static Phrase summary(PlannedChange plan, Report.Lease lease, Report.Cost cost, Instant now) {
    boolean max = plan.remedy() == Remedy.RAISE_MAX;
    return Phrase.of(
        "raise " + (max ? "max" : "min") + " from {#} to {} until {}, at most {} more; after that up to {} a day until somebody decides",
        Fact.of("rds:DescribeDBClusters range", now, max ? plan.from().maxAcu() : plan.from().minAcu(), "ACU"),
        Fact.of("plan to", now, max ? plan.to().maxAcu() : plan.to().minAcu(), "ACU"),
        Utc.moment("plan lease", lease.until(), now),
        cost.perHour(),
        cost.perDay());
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
