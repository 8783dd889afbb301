package io.auroraresponder.remediation.guard;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.ledger.Remedy;
import java.util.Arrays;
import java.util.Optional;

/** Cause before capacity: the table of causes says which of them a wider range helps. */
final class CauseGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.CAUSE;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    String word = now.plan().cause();
    Lever lever = now.plan().remedy() == Remedy.RAISE_MIN ? Lever.RAISE_MIN : Lever.RAISE_MAX;
    Optional<Cause> cause = Arrays.stream(Cause.values()).filter(each -> each.word().equals(word)).findFirst();
    if (cause.isEmpty()) {
      return refuse("the plan names no cause of the table");
    }
    Fact named = Fact.word("diagnosis cause", now.plan().evidenceAt(), word);
    if (cause.get().supports(lever)) {
      return pass(lever.phrase() + " helps against {}", named);
    }
    // A tier 2+ reader at its own ceiling may gain, and an unknown cause too, but nobody has proof: a person decides.
    if (cause.get() == Cause.READER_SATURATED || cause.get() == Cause.UNKNOWN) {
      return propose(lever.phrase() + " is at most proposed against {}", named);
    }
    return refuse(lever.phrase() + " does not help against {}", named);
  }
}
