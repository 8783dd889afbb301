package io.auroraresponder.remediation;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.EntryMessage;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.remediation.guard.Exposure;
import io.auroraresponder.remediation.guard.Utc;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What people are told of leases and of changes whose fate the sweep found. */
record LeaseWords(Commands commands) {

  EntryMessage lease(Severity severity, ClusterId cluster, Lease lease, Phrase text, List<Advice> advice) {
    return new EntryMessage(severity, lease.incident(), lease.incidentKey(), lease.id(), Phrase.of(cluster.value() + ": {}", text), advice);
  }

  EntryMessage change(Severity severity, PlannedChange plan, Phrase text, List<Advice> advice) {
    return new EntryMessage(severity, plan.incident(), plan.incidentKey(), "", Phrase.of(plan.cluster().value() + ": {}", text), advice);
  }

  Phrase verdict(Lease.Verdict verdict, Phrase why) {
    String lead =
        switch (verdict) {
          case HELPED -> "the raise helped: ";
          case NOT_USED -> "the raise was not used and is given back: ";
          case USED_UP -> "the raise is used up: ";
          case NO_EFFECT -> "the raise had no effect and is given back: ";
          case UNVERIFIED, PENDING -> "the raise could not be verified and stays in force: ";
        };
    return Phrase.of(lead).and("", why);
  }

  Phrase givenBack(Lease lease, double acuHours, Instant now) {
    return Phrase.of(
        "back at {} after {}, at most {} more (lease {} is closed)", range("base", lease.base(), now),
        Utc.span("ledger lease held", Duration.between(lease.openedAt(), now), now),
        Fact.of("ledger lease charges", now, acuHours, 1, "ACU-h"), id(lease, now));
  }

  Phrase overdue(Lease lease, Phrase why, Instant now) {
    return Phrase.of(
            "lease {} is overdue since {}; the range stays at {} without further raises until a person decides, at most {} a day",
            id(lease, now), Utc.moment("ledger lease until", lease.until(), now), range("current", lease.current(), now),
            perDay(lease, now))
        .and("; ", why);
  }

  Phrase yielded(Lease lease, ScalingRange found, Instant now) {
    return Phrase.of(
        "the range was set to {} from outside (the lease had {}, before it {}); lease {} is closed and the range left alone",
        range("live", found, now), range("current", lease.current(), now), range("base", lease.base(), now), id(lease, now));
  }

  Phrase abandoned(Lease lease, String why, Instant now) {
    return Phrase.of("lease {} is abandoned with the range at {}: " + why, id(lease, now), range("current", lease.current(), now));
  }

  Phrase undone(Lease lease, String by, Instant now) {
    return Phrase.of("lease {} is given back to {}, as {} asked", id(lease, now), range("base", lease.base(), now),
        Fact.word("operator", now, by));
  }

  Phrase change(PlannedChange plan, String fate, Instant now) {
    return Phrase.of(
        "the change of the range from ({}) to ({}) " + fate, range("plan from", plan.from(), now), range("plan to", plan.to(), now));
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

  private static Fact perDay(Lease lease, Instant now) {
    return Fact.of("ledger lease", now, Exposure.acuHours(lease.base(), lease.current(), lease.members(), Duration.ofDays(1)), 1, "ACU-h");
  }
}
