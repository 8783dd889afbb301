package io.auroraresponder.remediation;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Pending;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.guard.Judgement;
import io.auroraresponder.remediation.guard.Utc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a decision says in its one line, and which commands stand below it. */
record DecisionWords(Commands commands) {

  Phrase applied(PlannedChange plan, Head head, Optional<Report.Cost> cost, Instant now) {
    Phrase what = Phrase.of(done(plan) + " from {#} to {}", from(plan, now), to(plan, now));
    Phrase until = head.lease().map(lease -> lease(lease, now)).orElse(Phrase.EMPTY);
    return what.and("", until).and(", ", price(cost));
  }

  private static Phrase lease(Lease lease, Instant now) {
    return Phrase.of(
        " until {} (lease {}, result at {})", Utc.moment("ledger lease until", lease.until(), now), LeaseWords.id(lease, now),
        Utc.moment("ledger lease verifyAt", lease.verifyAt(), now));
  }

  Phrase would(PlannedChange plan, String lead, Optional<Report.Cost> cost, Phrase reasons, Instant now) {
    return Phrase.of(lead).and("", intended(plan, now)).and(", ", price(cost)).and(": ", reasons);
  }

  /** What it would have cost is no news any more. */
  Phrase refused(PlannedChange plan, Phrase recorded, Instant now) {
    return Phrase.of("A person refused to ").and("", intended(plan, now)).and(", ", recorded);
  }

  /** What a person is asked, why it was not done at once, and until when an answer counts. */
  Phrase proposed(PlannedChange plan, Optional<Report.Cost> cost, Phrase reasons, Pending pending, Instant now) {
    return Phrase.of("Proposed, a person decides: ").and("", intended(plan, now)).and(", ", price(cost))
        .and(". Not done at once: ", reasons)
        .and(". ", Phrase.of("An answer counts until {}", Utc.moment("ledger pending expires", pending.expires(), now)));
  }

  private static Phrase intended(PlannedChange plan, Instant now) {
    return Phrase.of(intent(plan)).and(" from ", Phrase.of("{#} to {}", from(plan, now), to(plan, now)));
  }

  private static Phrase price(Optional<Report.Cost> cost) {
    return cost
        .map(some -> Phrase.of("at most {} more; after its lease up to {} a day until somebody decides", some.perHour(), some.perDay()))
        .orElse(Phrase.EMPTY);
  }

  /** The lease is the one to undo: what stands first is what a person at night needs first. */
  List<Advice> afterChange(Head head, PlannedChange plan, Instant now) {
    String lease = head.lease().map(Lease::id).orElse(PlanHash.leaseId(plan.planId()));
    return List.of(commands.undo(lease, now), commands.stop(now));
  }

  /**
   * For a person who wants it done although the responder does not.
   *
   * @param acting what the cluster's tags would allow with mode act
   * @param allowed whether the deployment allows changes at all
   */
  List<Advice> byHand(PlannedChange plan, Reading<ClusterState> live, Policy.Mode mode, Reading<Policy> acting, boolean allowed,
      Instant now) {
    List<Advice> all = new ArrayList<>();
    all.add(commands.set("Do it by hand; it is not given back by itself", plan.cluster(), plan.to(), now));
    if (mode != Policy.Mode.ACT && live instanceof Reading.Known<ClusterState> cluster && acting instanceof Reading.Known<Policy> policy) {
      if (policy.value().mode() == Policy.Mode.ACT) {
        if (!allowed) {
          all.add(Advice.of("This deployment changes nothing: set \"acting\": true in cdk.context.json and deploy again. Then tag the "
              + "cluster"));
        }
        all.add(commands.allow(cluster.value()));
      } else if (!policy.value().troubles().isEmpty()) {
        all.add(commands.tags(cluster.value()));
      }
    }
    return all;
  }

  Phrase reasons(Judgement judgement) {
    return judgement.reasons();
  }

  private static String done(PlannedChange plan) {
    return switch (plan.remedy()) {
      case RAISE_MAX -> "Max raised";
      case RAISE_MIN -> "Min raised";
      case GIVE_BACK, UNDO -> "Range given back";
    };
  }

  private static String intent(PlannedChange plan) {
    return plan.remedy() == Remedy.RAISE_MIN ? "raise min" : plan.remedy() == Remedy.RAISE_MAX ? "raise max" : "give the range back";
  }

  private static Fact from(PlannedChange plan, Instant now) {
    return switch (plan.remedy()) {
      case RAISE_MAX -> Fact.of("plan from", now, plan.from().maxAcu(), "ACU");
      case RAISE_MIN -> Fact.of("plan from", now, plan.from().minAcu(), "ACU");
      case GIVE_BACK, UNDO -> LeaseWords.range("plan from", plan.from(), now);
    };
  }

  private static Fact to(PlannedChange plan, Instant now) {
    return switch (plan.remedy()) {
      case RAISE_MAX -> Fact.of("plan to", now, plan.to().maxAcu(), "ACU");
      case RAISE_MIN -> Fact.of("plan to", now, plan.to().minAcu(), "ACU");
      case GIVE_BACK, UNDO -> LeaseWords.range("plan to", plan.to(), now);
    };
  }
}
