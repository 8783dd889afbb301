package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;
import java.util.Optional;

/** A check that looks at the picture of the member under pressure; without a picture it is inconclusive. */
abstract class PictureCheck implements Check<CapacityEvidence> {
  @Override
  public final CheckResult examine(CapacityEvidence evidence) {
    Optional<CapacityPicture> picture = CapacityPicture.of(evidence);
    return picture.isPresent()
        ? examine(picture.get())
        : new CheckResult.Inconclusive("Capacity", Gap.of("Capacity", evidence.at(), missing(evidence)));
  }

  /** One gap for all of these checks. */
  private static String missing(CapacityEvidence evidence) {
    return evidence.member().isEmpty() || !evidence.cluster().isKnown() ? "there is no Serverless v2 instance to look at"
        : evidence.member() + " is provisioned: it has no range, so ceiling, ramp and forecast do not apply";
  }

  abstract CheckResult examine(CapacityPicture picture);

  final CheckResult open(CapacityPicture picture, String reason) {
    return new CheckResult.Inconclusive(id(), Gap.of(id(), picture.evidence().at(), reason));
  }

  final CheckResult open(CapacityPicture picture, Reading.Unavailable<?> gap) {
    return open(picture, gap.reason());
  }

  /** One line with what was measured and its limit; {@code bad} decides between found and clear. */
  final CheckResult judged(boolean bad, Severity severity, Phrase seen, Phrase limit, Instant since) {
    Finding finding = Finding.of(id(), bad ? severity : Severity.OK, seen, seen, limit, since);
    return bad ? new CheckResult.Found(id(), java.util.List.of(finding)) : new CheckResult.Clear(id(), finding);
  }
}
