package io.auroraresponder.remediation;

import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.HeadDraft;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.StandingOrder;
import io.auroraresponder.ledger.Unclaimed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a head takes what a person orders, or answers why not: before anything else is done for its cluster. Pure. */
final class OrderSteps {
  /** An order that reaches the head later than this after it was given is expired. */
  static final Duration TAKEN_WITHIN = Duration.ofMinutes(15);

  /** How long a head remembers what it answered; older orders were answered or never will be. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final RemediationSettings settings;
  private final LeaseWords words;

  OrderSteps(RemediationSettings settings, LeaseWords words) {
    this.settings = settings;
    this.words = words;
  }

  /** Whether the order names something of this head that is there; so it may be found without the cluster's name. */
  static boolean means(Head head, Order order) {
    return target(head, order).isPresent();
  }

  /** What it names, in words for the record. */
  private static Optional<String> target(Head head, Order order) {
    String target = order.target();
    if (order.kind() == Order.Kind.CLEAR_FORK) {
      return head.fork().map(fork -> "fork");
    }
    if (head.unclaimed().filter(unclaimed -> unclaimed.id().equals(target)).isPresent()) {
      return Optional.of("unclaimed " + target);
    }
    if (order.kind() == Order.Kind.ADOPT || order.kind() == Order.Kind.LEAVE) {
      return Optional.empty();
    }
    if (head.lease().filter(lease -> lease.id().equals(target)).isPresent()) {
      return Optional.of("lease " + target);
    }
    return head.change().filter(change -> change.plan().planId().startsWith(target)).map(change -> "plan " + target);
  }

  /** Whether the head has to hear of it: under its cluster's name, or under the name of before by what the order is about. */
  boolean isNew(Head head, Order order, Instant now) {
    boolean meant = order.kind() != Order.Kind.CLEAR_FORK && means(head, order);
    return (meant || order.cluster().equals(head.cluster().value()))
        && !head.answered().containsKey(order.id())
        && order.at().isAfter(now.minus(REMEMBERED));
  }

  /** Taken, or answered at once. */
  Step.Move take(Head head, Order order, Instant now) {
    StandingOrder standing = new StandingOrder(order, now, "");
    if (now.isAfter(order.at().plus(TAKEN_WITHIN)) || order.at().isAfter(now.plus(TAKEN_WITHIN))) {
      return answered(head, standing, Phrase.of("came too late: it is expired"), now);
    }
    Optional<String> target = target(head, order);
    if (target.isEmpty()) {
      return answered(head, standing, Phrase.of("names nothing that is open on {}", cluster(head, now)), now);
    }
    return switch (order.kind()) {
      case CLEAR_FORK -> new Step.Move(
          head.draft().fork(Optional.empty()).answered(order, now), EntryKind.FORK_CLEARED, body(standing)
              .say(words.ofHead(Severity.INFO, head, Phrase.of("{} looked into the fork of the chain: raises may go on",
              LeaseWords.by(standing, now)), List.of())));
      case LEAVE -> left(head, standing, head.unclaimed().orElseThrow(), now);
      case BACK, KEEP, ADOPT -> head.unclaimed().isPresent() && target.get().startsWith("unclaimed")
          ? claimed(head, standing, head.unclaimed().get(), now)
          : taken(head, standing, now);
    };
  }

  private Step.Move taken(Head head, StandingOrder standing, Instant now) {
    HeadDraft draft = head.draft().order(standing, now);
    if (standing.order().kind() == Order.Kind.BACK) {
      draft.lease(lease -> lease.in(Lease.Phase.RETURNING, now));
    }
    Phrase replaced =
        head.order().map(before -> Phrase.of("; it takes the place of the order of {}", LeaseWords.by(before, now))).orElse(Phrase.EMPTY);
    return new Step.Move(
        draft, EntryKind.ORDERED, body(standing).say(words.ofHead(Severity.INFO, head, words.ordered(standing, now).and("", replaced),
        List.of(words.commands().stop(now)))));
  }

  /** A late call's range becomes a lease; going back is adopting it with the order in one write. Keeping it is leaving it. */
  private Step.Move claimed(Head head, StandingOrder standing, Unclaimed unclaimed, Instant now) {
    if (standing.order().kind() == Order.Kind.KEEP) {
      return left(head, standing, unclaimed, now);
    }
    Lease lease = Lease.adopted(unclaimed, nothingKnown(), 0, now, now.plus(settings.limits().lease()));
    HeadDraft draft = head.draft().unclaimed(Optional.empty()).lateEnds(unclaimed.call()::equals);
    if (standing.order().kind() == Order.Kind.BACK) {
      draft.lease(lease.in(Lease.Phase.RETURNING, now)).order(standing, now);
    } else {
      draft.lease(lease).answered(standing.order(), now);
    }
    return new Step.Move(
        draft, EntryKind.ADOPTED, body(standing).say(words.ofHead(Severity.INFO, head, words.ordered(standing, now),
        List.of(words.commands().undo(lease.id(), now)))));
  }

  private Step.Move left(Head head, StandingOrder standing, Unclaimed unclaimed, Instant now) {
    HeadDraft draft = head.draft().unclaimed(Optional.empty()).lateEnds(unclaimed.call()::equals).answered(standing.order(), now);
    return new Step.Move(
        draft, EntryKind.LEFT, body(standing).say(words.ofHead(Severity.INFO, head, words.ordered(standing, now), List.of())));
  }

  private Step.Move answered(Head head, StandingOrder standing, Phrase why, Instant now) {
    return new Step.Move(
        head.draft().answered(standing.order(), now), EntryKind.ORDER_ENDED, body(standing)
            .say(words.ofHead(Severity.WARNING, head, Phrase.of("the order of {} ", LeaseWords.by(standing, now)).and("", why),
            List.of())));
  }

  /** What it was given for is gone. */
  Step withoutLease(ClusterSnapshot seen, StandingOrder standing) {
    Head head = seen.head();
    return new Step.Move(
        head.draft().orderEnds(), EntryKind.ORDER_ENDED, body(standing)
            .say(words.ofHead(Severity.WARNING, head,
            Phrase.of("the order of {} has nothing left to do: no lease is open", LeaseWords.by(standing, seen.now())), List.of())));
  }

  private static EntryBody body(StandingOrder standing) {
    Order order = standing.order();
    return new EntryBody().with("order", order.id()).with("by", order.by()).with("kind", order.kind().name())
        .with("target", order.target()).with("stop", order.stop());
  }

  private static io.auroraresponder.incident.Fact cluster(Head head, Instant now) {
    return io.auroraresponder.incident.Fact.word("ledger cluster", now, head.cluster().value());
  }

  private static Pressure nothingKnown() {
    Reading<Double> unknown = Reading.unavailable("nothing is known of the time before a late call");
    return new Pressure(unknown, unknown, unknown, unknown, unknown, unknown);
  }
}
