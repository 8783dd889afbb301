package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** Does a member still run with parameters of an older range? */
final class PendingRebootCheck extends ScalingCheck {
  PendingRebootCheck(ScalingThresholds limits) {
    super(limits);
  }

  @Override
  CheckResult examine(ScalingPicture picture) {
    Phrase limit = Phrase.of("none");
    List<Member> unread = picture.members().stream().filter(member -> member.parameterStatus().isBlank()).toList();
    List<Phrase> waiting =
        picture.members().stream()
            .filter(member -> member.parameterStatus().equals("pending-reboot"))
            .map(member -> Phrase.of(member.id() + " is {}",
            Fact.word("rds:DescribeDBInstances ParameterApplyStatus " + member.id(), picture.cluster().at(), "pending-reboot")))
            .toList();
    if (!waiting.isEmpty()) {
      return result(
          Severity.WARNING, Phrase.join(", ", waiting), limit, picture.cluster().at(),
          new Advice(
              Phrase.of("Parameters that follow max (max_connections, autovacuum, work memory) change only with a reboot, which ends all "
                  + "sessions; a pause has the same effect. In a quiet window:"),
              Phrase.of("aws rds reboot-db-instance --db-instance-identifier " + first(picture))));
    }
    return unread.isEmpty()
        ? result(Severity.OK, Phrase.of("no instance waits for a reboot"), limit, picture.cluster().at())
        : CheckResult.open(id(), Phrase.of("the parameter status of " + unread.getFirst().id() + " could not be read"));
  }

  private static String first(ScalingPicture picture) {
    return picture.members().stream().filter(member -> member.parameterStatus().equals("pending-reboot")).findFirst().orElseThrow().id();
  }
}
