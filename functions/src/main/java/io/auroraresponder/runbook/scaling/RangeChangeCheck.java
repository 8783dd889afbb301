package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Privacy;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.runbook.CheckResult;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Who changed the range, where this look was woken by such a change? RDS itself has no event for it, only CloudTrail knows. */
final class RangeChangeCheck extends ScalingCheck {
  private static final String SHAPE = "cloudtrail";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Before whoever made the call, in the signal's own words. */
  private static final String BY = " by ";

  @Override
  public Cause cause() {
    return Cause.RANGE_CHANGED;
  }

  @Override
  CheckResult examine(ScalingPicture picture) {
    Signal signal = picture.evidence().incident().signal();
    Phrase limit = Phrase.EMPTY;
    if (!signal.shape().equals(SHAPE)) {
      return result(Severity.OK, Phrase.of("this signal reports no change of the range"), limit, picture.at());
    }
    Phrase what =
        who(signal).and("", Phrase.of(" changed the range at {}; it is now {#} to {}",
            Fact.word("signal " + SHAPE, signal.at(), TIME.format(signal.at()) + " UTC"), picture.min(), picture.max()));
    return result(Severity.INFO, what, limit, signal.at(),
        new Advice(
            Phrase.of("If the change was not meant, ask whoever made it; a deployment sets it again from its template. CloudTrail has "
            + "the whole call:"),
            Phrase.of("aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=ModifyDBCluster "
                + "--query 'Events[].[EventTime,Username]'")));
  }

  /**
   * The user, or the session of a role, with the path that says which: {@code pipeline-2207 (assumed-role/deploy)}. Empty where no call of
   * CloudTrail's asked for the look.
   */
  static Phrase who(Signal signal) {
    if (!signal.shape().equals(SHAPE)) {
      return Phrase.EMPTY;
    }
    String actor = signal.source().substring(signal.source().indexOf(BY) + BY.length());
    String path = actor.startsWith("arn:") ? actor.substring(actor.lastIndexOf(':') + 1) : actor;
    int end = path.lastIndexOf('/');
    Fact name = Fact.word("signal " + SHAPE, signal.at(), path.substring(end + 1)).as(Privacy.NAME);
    return end < 0 ? Phrase.of("{}", name)
        : Phrase.of("{} ({})", name, Fact.word("signal " + SHAPE, signal.at(), path.substring(0, end)).as(Privacy.NAME));
  }
}
