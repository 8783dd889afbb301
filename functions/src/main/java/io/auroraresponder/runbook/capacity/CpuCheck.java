package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.WaitClass;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;
import java.util.Set;

/** Is CPU short: by CloudWatch over the newest minutes, by the probe now? */
final class CpuCheck extends PictureCheck {
  @Override
  public String harm() {
    return "Queries queue for CPU; every statement takes longer.";
  }

  @Override
  public Set<String> judges() {
    return Set.of(Metric.CPU.cloudWatchName());
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    Reading<Double> cpu = picture.metrics().recent(Metric.CPU, CapacityLimit.PRESENT_MINUTES.count());
    if (cpu instanceof Reading.Unavailable<Double> gap && picture.profile().isEmpty()) {
      return open(picture, gap);
    }
    Phrase metric = cpu instanceof Reading.Known<Double> known ? metric(picture, known) : Phrase.EMPTY;
    Phrase sessions =
        picture
            .profile()
            .map(
                profile -> picture.look().sessionsOnCpu(profile.of(WaitClass.CPU), picture.vcpu()))
            .orElse(Phrase.EMPTY);
    Phrase limit =
        Phrase.of("CPU {} of max, or more sessions on CPU than vCPU", CapacityLimit.CPU_LIMIT.at(picture.evidence().at()));
    Instant since = cpu instanceof Reading.Known<Double> known ? known.from() : picture.probedAt();
    return judged(picture.saturated(), Severity.CRITICAL, sessions.and("; ", metric), limit, since);
  }

  private static Phrase metric(CapacityPicture picture, Reading.Known<Double> known) {
    return Phrase.of("CPUUtilization {}", picture.metrics().judged(Metric.CPU, known.to(), known.value(), CapacityLimit.CPU_LIMIT));
  }
}
