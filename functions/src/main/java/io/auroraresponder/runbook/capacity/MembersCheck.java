package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.ArrayList;
import java.util.List;

/** What do the other members do? */
final class MembersCheck extends PictureCheck {
  @Override
  CheckResult examine(CapacityPicture picture) {
    Phrase limit = Phrase.of("CPU {}", CapacityLimit.CPU_LIMIT.at(picture.evidence().at()));
    List<Phrase> seen = new ArrayList<>();
    boolean bad = false;
    boolean measured = true;
    for (Member other : picture.cluster().serverlessMembers()) {
      if (other.id().equals(picture.member().id())) {
        continue;
      }
      Metrics all = picture.evidence().metrics().orElse(new Metrics(java.util.Map.of(), picture.evidence().at(), picture.evidence().at()));
      MemberMetrics metrics = new MemberMetrics(other, picture.range(), all, picture.evidence().at());
      String role = other.writer() ? "writer" : "reader";
      seen.add(
          metrics.recent(Metric.CPU, CapacityLimit.PRESENT_MINUTES.count()) instanceof Reading.Known<Double> cpu
              ? Phrase.of(role + " " + other.id() + " CPU {}", metrics.judged(Metric.CPU, cpu.to(), cpu.value(), CapacityLimit.CPU_LIMIT))
              .and(", ", share(picture, other, cpu))
              : Phrase.of(role + " " + other.id() + " not measured"));
      bad |= metrics.pressed();
      measured &= metrics.recent(Metric.CPU, CapacityLimit.PRESENT_MINUTES.count()).isKnown();
    }
    Phrase line = seen.isEmpty() ? Phrase.of("no other Serverless v2 instance") : Phrase.join(", ", seen);
    if (!bad && !measured) {
      return open(picture, line.text());
    }
    return judged(bad, Severity.WARNING, line, limit, picture.evidence().at());
  }

  /** CPUUtilization is of max, and max is the same for all, so the percentages add up to the CPU that all members use. */
  private static Phrase share(CapacityPicture picture, Member other, Reading.Known<Double> cpu) {
    Reading<Double> own = picture.metrics().recent(Metric.CPU, CapacityLimit.PRESENT_MINUTES.count());
    if (!(own instanceof Reading.Known<Double> mine) || mine.value() + cpu.value() <= 0) {
      return Phrase.EMPTY;
    }
    double part = cpu.value() / (cpu.value() + mine.value());
    return Phrase.of(
        "{} of the CPU that it and " + picture.member().id() + " use",
        Fact.part("cloudwatch:GetMetricData CPUUtilization " + other.id() + ", " + picture.member().id(), cpu.to(), part));
  }
}
