package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.capacity.MemberMetrics.Ceiling;

/** Is capacity at its ceiling, against the max in force in each minute? */
final class CeilingCheck extends PictureCheck {
  CeilingCheck(CapacityThresholds thresholds) {
    super(thresholds);
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    return switch (picture.metrics().ceiling()) {
      case Reading.Unavailable<Ceiling> gap -> open(gap);
      case Reading.Known<Ceiling> known -> judge(picture, known);
    };
  }

  private CheckResult judge(CapacityPicture picture, Reading.Known<Ceiling> known) {
    Ceiling ceiling = known.value();
    CapacityThresholds limits = picture.thresholds();
    String source = source(picture);
    Phrase seen =
        Phrase.of(
            "{} of {}, at the ceiling in {} of the last {} complete minutes",
            picture.metrics().fact(Metric.CAPACITY, known.to(), ceiling.capacity()),
            picture.max(),
            Fact.count(source, known.to(), ceiling.minutes(), ""),
            Fact.count(source, known.to(), ceiling.looked(), ""));
    Phrase limit =
        Phrase.of(
            "{} x max in {} of {}",
            limit(picture, "ceilingRatio", limits.ceilingRatio(), ""),
            limit(picture, "ceilingMinutes", limits.ceilingMinutes(), ""),
            limit(picture, "ceilingWindow", limits.ceilingWindow(), ""));
    if (picture.member().followsWriter()) {
      return judged(false, Severity.OK, seen.and("", Phrase.of(" (mirrors the writer)")), limit, known.from());
    }
    return judged(ceiling.minutes() >= limits.ceilingMinutes(), Severity.CRITICAL, seen, limit, ceiling.since());
  }

  private static String source(CapacityPicture picture) {
    return "cloudwatch:GetMetricData ServerlessDatabaseCapacity " + picture.member().id();
  }

  /** For how long the run at the ceiling has lasted. */
  static Fact run(CapacityPicture picture, Ceiling ceiling) {
    return Fact.count(source(picture), ceiling.since(), ceiling.run(), "");
  }
}
