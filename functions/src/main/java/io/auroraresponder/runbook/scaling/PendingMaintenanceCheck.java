package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.PendingMaintenance;
import io.auroraresponder.runbook.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Does maintenance wait that RDS will apply by itself? */
final class PendingMaintenanceCheck extends ScalingCheck {
  private static final Duration SHOWN_IN_HOURS = Duration.ofDays(2);
  private static final String SOURCE = "rds:DescribePendingMaintenanceActions";
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  @Override
  public Weight weight() {
    return Weight.LATER;
  }

  @Override
  public Cause cause() {
    return Cause.MAINTENANCE_DUE;
  }

  @Override
  CheckResult examine(ScalingPicture picture) {
    return known(picture.evidence(), picture.evidence().around().maintenance(), waiting -> judge(picture, waiting));
  }

  private CheckResult judge(ScalingPicture picture, List<PendingMaintenance> waiting) {
    Phrase limit = Phrase.of("none within {}", ScalingLimit.MAINTENANCE_DAYS.at(picture.at()));
    if (waiting.isEmpty()) {
      return result(Severity.OK, Phrase.of("no maintenance waits"), limit, picture.at());
    }
    Phrase seen = Phrase.join("; ", waiting.stream().map(one -> words(picture, one)).toList());
    PendingMaintenance first = waiting.getFirst();
    boolean soon = first.appliedAt()
        .map(at -> Duration.between(picture.at(), at).compareTo(ScalingLimit.MAINTENANCE_DAYS.duration()) <= 0).orElse(false);
    return result(soon ? Severity.WARNING : Severity.INFO, seen, limit, picture.at(), take(picture, first));
  }

  private static Phrase words(ScalingPicture picture, PendingMaintenance one) {
    Fact action = Fact.word(SOURCE + " " + one.resource(), picture.at(), one.action());
    return one.appliedAt()
        .map(at -> Phrase.of("RDS applies {} to " + one.resource() + " on {}, in {}", action,
            Fact.word(SOURCE + " CurrentApplyDate " + one.resource(), picture.at(), MINUTE.format(at)), left(picture, one, at)))
        .orElseGet(() -> Phrase.of("{} waits for " + one.resource() + ", without a date", action));
  }

  private static Fact left(ScalingPicture picture, PendingMaintenance one, Instant at) {
    String source = SOURCE + " CurrentApplyDate " + one.resource();
    Duration left = Duration.between(picture.at(), at);
    long hours = Math.max(0, left.toHours());
    return left.compareTo(SHOWN_IN_HOURS) < 0 ? Fact.count(source, picture.at(), hours, "h")
        : Fact.count(source, picture.at(), left.toDays(), "days");
  }

  private static Advice take(ScalingPicture picture, PendingMaintenance one) {
    return new Advice(
        Phrase.of("It may restart an instance, and an instance that pauses is woken for it. Take it in the next maintenance window, or "
            + "now (immediate) at a quiet time; once it has begun it cannot be called off:"),
        Phrase.quoting("advice", picture.at(), "aws rds apply-pending-maintenance-action --resource-identifier " + one.arn()
            + " --apply-action " + one.action() + " --opt-in-type next-maintenance"));
  }
}
