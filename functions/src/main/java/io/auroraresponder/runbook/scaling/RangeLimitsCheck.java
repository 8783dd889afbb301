package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState.RangeLimits;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;

/** Does the range stay within what engine and platform version allow? */
final class RangeLimitsCheck extends ScalingCheck {
  @Override
  CheckResult examine(ScalingPicture picture) {
    return known(picture.evidence(), picture.cluster().limits(), allowed -> judge(picture, allowed));
  }

  private CheckResult judge(ScalingPicture picture, RangeLimits allowed) {
    String source = "rds:DescribeDBEngineVersions ServerlessV2FeaturesSupport";
    Phrase seen = Phrase.of("{#} to {}", picture.min(), picture.max());
    Phrase limit =
        Phrase.of(
            "{#} to {} by engine and platform version",
            Fact.of(source, picture.at(), allowed.minAcu(), "ACU"), Fact.of(source, picture.at(), allowed.maxAcu(), "ACU"));
    Instant since = picture.cluster().at();
    if (picture.range().maxAcu() > allowed.maxAcu() || picture.range().minAcu() < allowed.minAcu()) {
      return result(
          Severity.WARNING, seen.and("", Phrase.of(" reaches beyond the usable range")), limit, since,
          new Advice(
              Phrase.of("Set a range within the limits, which takes effect at once; or move to a newer engine or platform version:"),
              Phrase.quoting("advice", picture.at(), "aws rds modify-db-cluster --db-cluster-identifier " + picture.name()
                  + " --apply-immediately --serverless-v2-scaling-configuration MinCapacity="
                  + Numbers.plain(Math.max(picture.range().minAcu(), allowed.minAcu())) + ",MaxCapacity="
                  + Numbers.plain(Math.min(picture.range().maxAcu(), allowed.maxAcu()))))).as(Cause.MAX_UNUSED);
    }
    if (picture.range().maxAcu() == allowed.maxAcu()) {
      return result(
          Severity.INFO, seen.and("", Phrase.of(", and max is at its highest")), limit, since,
          Advice.of("More capacity takes a newer engine or platform version, more readers, or less work."));
    }
    return result(Severity.OK, seen, limit, since);
  }
}
