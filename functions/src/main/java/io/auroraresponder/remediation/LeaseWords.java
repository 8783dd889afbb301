package io.auroraresponder.remediation;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.EntryMessage;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.LateCall;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.Silence;
import io.auroraresponder.ledger.StandingOrder;
import io.auroraresponder.ledger.Unclaimed;
import io.auroraresponder.remediation.guard.FleetSituation;
import io.auroraresponder.remediation.guard.Utc;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people are told of leases and of changes whose fate the sweep found. */
record LeaseWords(Commands commands) {

  EntryMessage lease(Severity severity, ClusterId cluster, Lease lease, Phrase text, List<Advice> advice) {
    return new EntryMessage(severity, lease.incident(), lease.incidentKey(), lease.id(), Phrase.of(cluster.value() + ": {}", text), advice);
  }

  EntryMessage change(Severity severity, PlannedChange plan, Phrase text, List<Advice> advice) {
    return new EntryMessage(severity, plan.incident(), plan.incidentKey(), "", Phrase.of(plan.cluster().value() + ": {}", text), advice);
  }

  /** About the cluster, where neither a lease nor a change is concerned; in the thread of whatever was last. */
  EntryMessage ofHead(Severity severity, Head head, Phrase text, List<Advice> advice) {
    String lease = head.lease().map(Lease::id).orElse("");
    String incident = head.lease().map(Lease::incident).or(() -> head.change().map(change -> change.plan().incident()))
        .or(() -> head.unclaimed().map(unclaimed -> unclaimed.call().incident())).orElse("");
    String key = head.lease().map(Lease::incidentKey).or(() -> head.change().map(change -> change.plan().incidentKey()))
        .or(() -> head.unclaimed().map(unclaimed -> unclaimed.call().incidentKey())).orElse(head.cluster().value());
    return new EntryMessage(severity, incident, key, lease, Phrase.of(head.cluster().value() + ": {}", text), advice);
  }

  EntryMessage unclaimed(Head head, Unclaimed unclaimed, Instant now) {
    LateCall call = unclaimed.call();
    Phrase text =
        Phrase.of(
            head.cluster().value() + ": the range is {}. It is that of a call which the responder gave up at {}; whether that call landed"
            + " late or somebody set the same range is not known. Raises are off until a person says whose it is; nothing is lowered",
            range("live", call.to(), now), Utc.moment("ledger late call", call.since(), now));
    return new EntryMessage(
        Severity.CRITICAL, call.incident(), call.incidentKey(), "", text,
        List.of(commands.undo(unclaimed.id(), now), commands.adopt(unclaimed.id(), now), commands.leave(unclaimed.id(), now)));
  }

  /** One message for all clusters that have an alarm at once. */
  EntryMessage burst(Head head, PlannedChange plan, Reading<FleetSituation> fleet, Instant now) {
    List<String> open = fleet.map(FleetSituation::open).orElse(List.of(head.cluster().value()));
    Phrase text =
        Phrase.of("{} an open alarm at once: {}. Something that they share is likelier than load, so further raises are proposed and not "
        + "made",
            Fact.counted("ledger open incidents", now, open.size(), "cluster has", "clusters have"),
            Fact.word("ledger open incidents", now, String.join(", ", open)));
    return new EntryMessage(Severity.WARNING, plan.incident(), plan.incidentKey(), "", text, List.of(commands.stop(now)));
  }

  Phrase ordered(StandingOrder standing, Instant now) {
    String what =
        switch (standing.order().kind()) {
          case BACK -> "the range goes back";
          case KEEP -> "the raised range is kept";
          case ADOPT -> "the range becomes a lease";
          case LEAVE -> "the range is left as it is";
          case CLEAR_FORK -> "raises may go on";
        };
    return Phrase.of(what + ", ordered by {}", by(standing, now));
  }

  Phrase orderHeld(Lease lease, StandingOrder standing, Phrase reasons, Instant now) {
    return Phrase.of("the order of {} about lease {} is held back: ", by(standing, now), id(lease, now)).and("", reasons)
        .and("; ", Phrase.of("it goes on when it may"));
  }

  Phrase heldBack(Lease lease, Phrase reasons, Fact perDay, Instant now) {
    return Phrase.of("lease {} is not needed any more and not given back by itself: ", id(lease, now)).and("", reasons)
        .and("; the range stays ", bound(lease, perDay, now));
  }

  Phrase kept(Lease lease, StandingOrder standing, Instant now) {
    return Phrase.of("{} keeps the range {}: lease {} is closed, nothing is given back", by(standing, now),
        range("current", lease.current(), now), id(lease, now));
  }

  Phrase paused(Lease lease, String why, Fact perDay, Instant now) {
    return why.equals(ClusterSnapshot.ASLEEP)
        ? Phrase.of("the cluster is asleep: lease {} waits, a change would wake it", id(lease, now))
        : Phrase.of("lease {} is paused ({}): the range stays at {}, nothing is sent; {} a day at worst", id(lease, now),
            Fact.word("policy mode", now, why), range("current", lease.current(), now), perDay);
  }

  Phrase renewed(Lease lease, double charge, Fact perDay, Instant now) {
    return Phrase.of("still needed: lease {} goes on, at most {} more ", id(lease, now),
        Fact.of("ledger lease charges", now, charge, 1, "ACU-h")).and("", bound(lease, perDay, now));
  }

  /** The true bound of a lease that goes on: it is given back when it may be, and not before a person says so. */
  Phrase bound(Lease lease, Fact perDay, Instant now) {
    String template = now.isBefore(lease.until()) ? "until {}; after that up to {} a day until somebody decides"
        : "overdue since {}; up to {} a day until somebody decides";
    return Phrase.of(template, Utc.moment("ledger lease until", lease.until(), now), perDay);
  }

  Phrase recharged(Lease lease, double charge, Fact perDay, Instant now) {
    return Phrase.of("{} under lease {} now: {} more at worst, beyond the budget of the day, ",
        Fact.count("rds:DescribeDBClusters members", now, lease.members(), "serverless members"), id(lease, now),
        Fact.of("ledger lease charges", now, charge, 1, "ACU-h")).and("", bound(lease, perDay, now));
  }

  static Fact by(StandingOrder standing, Instant now) {
    return Fact.word("order", now, standing.order().by());
  }

  Phrase verdict(Lease.Verdict verdict, Phrase why) {
    String lead =
        switch (verdict) {
          case HELPED -> "the raise helped: ";
          case USED -> "the raise is used and did not help: ";
          case USED_UP -> "the raise is used up: ";
          case NO_HELP -> "the raise was no help and is given back: ";
          case UNVERIFIED, PENDING -> "the raise could not be verified and stays in force: ";
        };
    return Phrase.of(lead).and("", why);
  }

  /** {@code price}: of these ACU hours; empty where region or storage are not known. */
  Phrase givenBack(Lease lease, double acuHours, Optional<Fact> price, Instant now) {
    return Phrase.of(
            "back at {} after {}; the raise cost at most {}", range("base", lease.base(), now),
            Utc.span("ledger lease held", Duration.between(lease.openedAt(), now), now),
            Fact.of("ledger lease charges", now, acuHours, 1, "ACU-h"))
        .and(", ", price.map(money -> Phrase.of("{}", money)).orElse(Phrase.EMPTY))
        .and(" ", Phrase.of("(lease {} is closed)", id(lease, now)));
  }

  Phrase overdue(Lease lease, Phrase why, Fact perDay, Instant now) {
    return Phrase.of(
            "lease {} is overdue since {}; the range stays at {} without further raises until it may be given back or a person decides,"
                + " up to {} a day",
            id(lease, now), Utc.moment("ledger lease until", lease.until(), now), range("current", lease.current(), now),
            perDay)
        .and("; ", why);
  }

  /** {@code author}: empty where nobody is known, and then nobody is accused. */
  Phrase yielded(Lease lease, ScalingRange found, String author, Instant now) {
    Phrase who = author.isEmpty() ? Phrase.of("from outside, not known by whom")
        : Phrase.of("by {}", Fact.word("cloudtrail:userIdentity", now, author));
    return Phrase.of("the range was set to {} ", range("live", found, now)).and("", who).and("", Phrase.of(
        " (the lease had {}, before it {}); lease {} is closed and the range left alone",
        range("current", lease.current(), now), range("base", lease.base(), now), id(lease, now)));
  }

  /** {@code until 12:00 UTC by ann: a migration}. */
  static Phrase silence(Silence quiet, Instant now) {
    return Phrase.of("until {} by {}: {}", Utc.moment("silence until", quiet.until(), now), Fact.word("silence by", now, quiet.by()),
        Fact.word("silence why", now, quiet.why().isBlank() ? "no reason given" : quiet.why()));
  }

  /** {@code lifted by ann: the migration is over}. */
  static Phrase lifted(Silence lift, Instant now) {
    return Phrase.of("lifted by {}: {}", Fact.word("silence by", now, lift.by()),
        Fact.word("silence why", now, lift.why().isBlank() ? "no reason given" : lift.why()));
  }

  Phrase change(PlannedChange plan, String fate, Instant now) {
    return moved(plan, now).and(" ", Phrase.of(fate));
  }

  /** The bound that moves, and both where both do. */
  private static Phrase moved(PlannedChange plan, Instant now) {
    ScalingRange from = plan.from();
    ScalingRange to = plan.to();
    if (from.minHalves() == to.minHalves() && from.pauseSeconds() == to.pauseSeconds()) {
      return Phrase.of("the change of max from {#} to {}", acu("plan from", from.maxAcu(), now), acu("plan to", to.maxAcu(), now));
    }
    if (from.maxHalves() == to.maxHalves() && from.pauseSeconds() == to.pauseSeconds()) {
      return Phrase.of("the change of min from {#} to {}", acu("plan from", from.minAcu(), now), acu("plan to", to.minAcu(), now));
    }
    return Phrase.of("the change of the range from ({}) to ({})", range("plan from", from, now), range("plan to", to, now));
  }

  private static Fact acu(String which, double acu, Instant now) {
    return Fact.of(which, now, acu, "ACU");
  }

  /** What follows news of a cluster by itself beside the next look at its incident: what is open is read every minute. */
  static Phrase watch(Head head, Instant now) {
    return head.lease().isPresent() ? Report.NextLook.LEASE_WATCH
        : head.busy(now) ? Phrase.of("The range is checked every minute.") : Phrase.EMPTY;
  }

  List<Advice> back(ClusterId cluster, Lease lease, Instant now) {
    return List.of(commands.undo(lease.id(), now), commands.stop(now),
        commands.set("Or set the former range by hand", cluster, lease.base(), now));
  }

  static Fact id(Lease lease, Instant now) {
    return Fact.word("ledger lease", now, lease.id());
  }

  static Fact range(String which, ScalingRange range, Instant now) {
    return Fact.word("range " + which, now, range.toString());
  }
}
