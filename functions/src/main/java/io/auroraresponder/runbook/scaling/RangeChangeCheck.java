package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.RangeAuthor;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Who changed the range, where this look was woken by such a change? RDS itself has no event for it, only CloudTrail knows. */
final class RangeChangeCheck extends ScalingCheck {
  /** Who made such calls. */
  static final String LOOKUP = "aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=ModifyDBCluster "
      + "--query 'Events[].[EventTime,Username]'";

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Override
  public Cause cause() {
    return Cause.RANGE_CHANGED;
  }

  @Override
  CheckResult examine(ScalingPicture picture) {
    Signal signal = picture.evidence().incident().signal();
    Phrase limit = Phrase.EMPTY;
    if (!signal.shape().equals(RangeAuthor.SHAPE)) {
      return result(Severity.OK, Phrase.of("this signal reports no change of the range"), limit, picture.at());
    }
    Phrase what =
        RangeAuthor.toldBy(signal).and("", Phrase.of(" changed the range at {}; it is now {#} to {}",
            Fact.word("signal " + RangeAuthor.SHAPE, signal.at(), TIME.format(signal.at()) + " UTC"), picture.min(), picture.max()));
    return result(Severity.INFO, what, limit, signal.at(),
        new Advice(
            Phrase.of("If the change was not meant, ask whoever made it; a deployment sets it again from its template. CloudTrail has "
            + "the whole call:"),
            Phrase.of(LOOKUP)));
  }
}
