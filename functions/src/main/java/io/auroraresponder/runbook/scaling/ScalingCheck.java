package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;
import java.util.function.Function;

/** A check of a Serverless v2 cluster; anything else leaves it inconclusive. */
abstract class ScalingCheck implements Check<ScalingEvidence> {
  @Override
  public final CheckResult examine(ScalingEvidence evidence) {
    return ScalingPicture.of(evidence)
        .map(this::examine)
        .orElseGet(() -> CheckResult.open(id(), Phrase.of("there is no Serverless v2 range with members to look at")));
  }

  abstract CheckResult examine(ScalingPicture picture);

  /** One finding for the day of each member; open where their day could not be read. */
  final CheckResult eachDay(ScalingPicture picture, Function<MemberDay, Finding> judge) {
    return known(picture.evidence(), picture.days(), days -> all(days.stream().map(judge).toList()));
  }

  /** One finding a member: those that are not in order, else all in one line. */
  final CheckResult all(List<Finding> findings) {
    List<Finding> bad = findings.stream().filter(one -> one.severity() != Severity.OK).toList();
    if (!bad.isEmpty()) {
      return new CheckResult.Found(id(), bad);
    }
    Phrase seen = Phrase.join("; ", findings.stream().map(Finding::summary).toList());
    return result(Severity.OK, seen, findings.getFirst().threshold(), findings.getFirst().since());
  }
}
