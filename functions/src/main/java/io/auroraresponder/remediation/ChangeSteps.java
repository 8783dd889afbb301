package io.auroraresponder.remediation;

import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import java.time.Instant;
import java.util.List;

/** What to do about a change that holds the slot. Pure: nobody takes it over, it is resolved by reading back. */
final class ChangeSteps {
  private final RemediationSettings settings;
  private final OutcomeSteps outcomes;
  private final LeaseWords words;

  ChangeSteps(RemediationSettings settings, OutcomeSteps outcomes, LeaseWords words) {
    this.settings = settings;
    this.outcomes = outcomes;
    this.words = words;
  }

  Step next(ClusterSnapshot seen, Change change) {
    return switch (change.phase()) {
      case SENDING -> sending(seen, change);
      case UNSURE -> unsure(seen, change);
    };
  }

  /** Nobody wrote what became of it, and its sender cannot be alive any more. */
  private Step sending(ClusterSnapshot seen, Change change) {
    Instant dead = change.sendBy().plus(settings.times().functionTimeout()).plus(settings.times().deadSender());
    return seen.now().isAfter(dead)
        ? outcomes.unsure(seen.head(), change, Phrase.of("the run that sent it stopped before it wrote the result"), true, seen.now())
        : Step.rest();
  }

  private Step unsure(ClusterSnapshot seen, Change change) {
    Step resolved = resolved(seen, change);
    return resolved instanceof Step.Rest ? orTold(seen, change) : resolved;
  }

  private Step resolved(ClusterSnapshot seen, Change change) {
    if (!(seen.range() instanceof Reading.Known<ScalingRange>(ScalingRange live, Instant a, Instant b))) {
      return Step.rest();
    }
    ScalingRange to = change.plan().to();
    if (live.equals(to)) {
      // One read confirms what RDS accepted; what nobody answered for rests on two.
      return change.accepted() ? outcomes.applied(seen, change) : seen.twice(() -> outcomes.applied(seen, change));
    }
    boolean lateOfAnother = seen.head().lateCall(live, seen.now()).isPresent();
    Phrase found = Phrase.of("the range is {}", LeaseWords.range("live", live, seen.now()));
    return seen.twice(
        () -> live.equals(change.plan().from()) || lateOfAnother
            ? outcomes.notSeen(seen.head(), change, seen.now())
            : outcomes.superseded(seen.head(), change, found, seen.now()));
  }

  /** It still blocks raises and holds orders back, so people hear of it, once and then daily. */
  private Step orTold(ClusterSnapshot seen, Change change) {
    boolean first = change.toldAt().equals(Instant.EPOCH);
    Instant due = first ? change.since().plus(settings.times().unsureLimit()) : change.toldAt().plus(settings.times().reminder());
    if (seen.now().isBefore(due)) {
      return Step.rest();
    }
    Phrase text = words.change(change.plan(), "may have been applied and still cannot be read back", seen.now());
    return new Step.Move(
        seen.head().draft().slot(change.told(seen.now())), first ? EntryKind.ESCALATED : EntryKind.REMINDED,
        EntryBody.of(change.plan())
            .say(words.change(Severity.CRITICAL, change.plan(), text, List.of(words.commands().stop(seen.now())))));
  }
}
