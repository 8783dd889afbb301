package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.EngineSupport;
import io.auroraresponder.runbook.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Until when is the major version of the engine supported? RDS is asked for the dates; none stands in the code. Extended Support that is
 * far from its end is a bill and no trouble: somebody chose it.
 */
final class EngineSupportCheck extends ScalingCheck {
  private static final String SOURCE = "rds:DescribeDBMajorEngineVersions LifecycleSupportEndDate";

  @Override
  public Weight weight() {
    return Weight.LATER;
  }

  @Override
  public Cause cause() {
    return Cause.SUPPORT_ENDS;
  }

  @Override
  CheckResult examine(ScalingPicture picture) {
    return known(picture.evidence(), picture.evidence().around().support(), support -> judge(picture, support));
  }

  private CheckResult judge(ScalingPicture picture, EngineSupport support) {
    Fact major = Fact.word("rds:DescribeDBClusters EngineVersion", picture.cluster().at(), support.major());
    Phrase seen = Phrase.of("standard support of major version {} ", major).and("", ends(picture, support.standardEnd()));
    boolean over = !support.standardEnd().isAfter(picture.at());
    Optional<Instant> extended = support.extendedEnd().filter(end -> over);
    if (extended.isPresent()) {
      seen = seen.and("; Extended Support, which is charged for, ", ends(picture, extended.get()));
    }
    Phrase limit = Phrase.of("{} left", ScalingLimit.SUPPORT_DAYS.at(picture.at()));
    Duration left = Duration.between(picture.at(), extended.orElse(support.standardEnd()));
    if (left.compareTo(ScalingLimit.SUPPORT_DAYS.duration()) > 0) {
      return over ? result(Severity.INFO, seen, limit, picture.at(), upgrade(picture)) : result(Severity.OK, seen, limit, picture.at());
    }
    return result(Severity.WARNING, seen, limit, picture.at(), upgrade(picture));
  }

  private static Phrase ends(ScalingPicture picture, Instant end) {
    Fact day = Fact.word(SOURCE, picture.at(), end.atZone(ZoneOffset.UTC).toLocalDate().toString());
    Duration left = Duration.between(picture.at(), end);
    Fact days = Fact.counted(SOURCE, picture.at(), Math.abs(left.toDays()), "day", "days");
    return left.isNegative() || left.isZero() ? Phrase.of("ended on {}, {} ago", day, days) : Phrase.of("ends on {}, in {}", day, days);
  }

  private static Advice upgrade(ScalingPicture picture) {
    return new Advice(
        Phrase.of("Rehearse a newer major version on a blue/green deployment. After the end of standard support RDS charges for Extended "
            + "Support, or upgrades by itself where that is switched off or over. What it can become:"),
        Phrase.quoting("advice", picture.at(), "aws rds describe-db-engine-versions --engine " + picture.cluster().engine()
            + " --engine-version " + picture.cluster().engineVersion()
            + " --query 'DBEngineVersions[0].ValidUpgradeTarget[?IsMajorVersionUpgrade].EngineVersion'"));
  }
}
