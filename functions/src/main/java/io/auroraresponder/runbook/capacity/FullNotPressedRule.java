package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.LockPileup;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.capacity.MemberMetrics.Ceiling;
import java.util.Optional;

/** At the ceiling without anybody waiting: memory, connections or a floor hold the capacity up. */
final class FullNotPressedRule implements CauseRule<CapacityPicture> {
  @Override
  public Cause cause() {
    return Cause.FULL_NOT_PRESSED;
  }

  @Override
  public Optional<Explanation> suspect(CapacityPicture picture) {
    Reading<Double> cpu = picture.metrics().recent(Metric.CPU, CapacityLimit.PRESENT_MINUTES.count());
    boolean quiet = picture.profile().filter(profile -> profile.quiet(picture.vcpu())).isPresent();
    if (!picture.metrics().atCeiling() || !quiet || !(cpu instanceof Reading.Known<Double> known)
        || known.value() >= CapacityLimit.CPU_IDLE.value()) {
      return Optional.empty();
    }
    if (!(picture.metrics().ceiling() instanceof Reading.Known<Ceiling> ceiling)) {
      return Optional.empty();
    }
    Phrase says =
        Phrase.of(picture.name() + " is full but not pressed: {#} of {} ", CeilingCheck.capacity(picture, ceiling), picture.max())
            .and("", CeilingCheck.duration(picture, ceiling.value()))
            .and("", Phrase.of(" with CPU at {}", picture.metrics().fact(Metric.CPU, known.to(), known.value())))
            .and("", Phrase.of(LockPileup.stands(picture.database()) ? "." : ", and nothing waits."));
    return Optional.of(
        Explanation.told(
            Cause.FULL_NOT_PRESSED, Severity.WARNING, says, "No user impact; unused capacity costs money.",
            Calls.look("Find what keeps it up (min, memory in use, open connections), and size the range at a quiet hour; the scaling "
                + "runbook compares it with a day", "scaling", picture.name(), picture.evidence().at())));
  }
}
