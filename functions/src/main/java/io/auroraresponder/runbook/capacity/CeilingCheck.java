package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.MemberLimit;
import io.auroraresponder.runbook.capacity.MemberMetrics.Ceiling;
import java.util.Set;

/** Is capacity at its ceiling, against the max in force in each minute? */
final class CeilingCheck extends PictureCheck {
  @Override
  public String harm() {
    return "Queries queue for CPU; every statement takes longer.";
  }

  @Override
  public Set<String> judges() {
    return Set.of(Metric.CAPACITY.cloudWatchName(), Metric.ACU_UTILIZATION.cloudWatchName());
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    return switch (picture.metrics().ceiling()) {
      case Reading.Unavailable<Ceiling> gap -> open(picture, gap);
      case Reading.Known<Ceiling> known -> judge(picture, known);
    };
  }

  private CheckResult judge(CapacityPicture picture, Reading.Known<Ceiling> known) {
    Ceiling ceiling = known.value();
    String source = source(picture);
    Phrase seen =
        Phrase.of(
            "{#} of {}, at the ceiling in {} of the last {} complete minutes",
            picture.metrics().fact(Metric.CAPACITY, known.to(), ceiling.capacity()),
            picture.max(),
            Fact.count(source, known.to(), ceiling.minutes(), ""),
            Fact.count(source, known.to(), ceiling.looked(), ""));
    Phrase limit =
        Phrase.of(
            "{} x max in {} of {}",
            MemberLimit.CEILING_RATIO.at(picture.evidence().at()),
            CapacityLimit.CEILING_MINUTES.at(picture.evidence().at()),
            CapacityLimit.CEILING_WINDOW.at(picture.evidence().at()));
    if (picture.member().followsWriter()) {
      return judged(false, Severity.OK, seen.and("", Phrase.of(" (mirrors the writer)")), limit, known.from());
    }
    // At the ceiling with CPU to spare nobody waits.
    Severity severity = picture.saturated() ? Severity.CRITICAL : Severity.WARNING;
    return judged(ceiling.minutes() >= CapacityLimit.CEILING_MINUTES.count(), severity, seen, limit, ceiling.since());
  }

  private static String source(CapacityPicture picture) {
    return "cloudwatch:GetMetricData ServerlessDatabaseCapacity " + picture.member().id();
  }

  /** For how long: the unbroken run where it is long enough, else how many of the newest minutes. */
  static Phrase duration(CapacityPicture picture, Ceiling ceiling) {
    if (ceiling.run() >= ceiling.minutes()) {
      return Phrase.of("for {}", Fact.count(source(picture), ceiling.since(), ceiling.run(), "min"));
    }
    return Phrase.of(
        "in {} of the last {}",
        Fact.count(source(picture), ceiling.since(), ceiling.minutes(), ""),
        Fact.count(source(picture), ceiling.since(), ceiling.looked(), "min"));
  }

  /** Capacity of the newest complete minute, with its own time. */
  static Fact capacity(CapacityPicture picture, Reading.Known<Ceiling> known) {
    return picture.metrics().fact(Metric.CAPACITY, known.to(), known.value().capacity());
  }
}
