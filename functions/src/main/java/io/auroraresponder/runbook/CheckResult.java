package io.auroraresponder.runbook;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import java.time.Instant;
import java.util.List;

/** What a check answered. "Could not measure" is an answer of its own. */
public sealed interface CheckResult {
  String check();

  /** Looked, and all is in order; the finding (severity ok) says what was seen. */
  record Clear(String check, Finding seen) implements CheckResult {}

  /**
   * At least one finding.
   *
   * @param cause the word for what was found, where one of these findings leads; {@link Cause#NONE} where it is none by itself
   */
  record Found(String check, List<Finding> findings, Cause cause) implements CheckResult {
    public Found(String check, List<Finding> findings) {
      this(check, findings, Cause.NONE);
    }

    public Found {
      findings = List.copyOf(findings);
      if (findings.isEmpty()) {
        throw new IllegalArgumentException(check + " found nothing: that is Clear");
      }
    }
  }

  /** The evidence that it takes is missing. */
  record Inconclusive(String check, Gap gap) implements CheckResult {}

  /** The same under this word; what is not found has none. */
  default CheckResult as(Cause cause) {
    return this instanceof Found found ? new Found(found.check(), found.findings(), cause) : this;
  }

  /** The same under this word where it has none yet. */
  default CheckResult orAs(Cause cause) {
    return this instanceof Found found && found.cause() == Cause.NONE ? as(cause) : this;
  }

  /** Clear where the finding's severity is ok, else found. */
  static CheckResult of(Finding finding) {
    return finding.severity() == Severity.OK
        ? new Clear(finding.check(), finding)
        : new Found(finding.check(), List.of(finding));
  }

  /**
   * What a rule that several runbooks share has answered: clear where it found all in order.
   *
   * @param judged at least one finding, or the reason why there is none
   */
  static CheckResult of(String check, Instant now, Reading<List<Finding>> judged) {
    return switch (judged) {
      case Reading.Unavailable<List<Finding>> gap -> open(check, Phrase.quoting(check, now, gap.reason()));
      case Reading.Known<List<Finding>> known when known.value().size() == 1 -> of(known.value().getFirst());
      case Reading.Known<List<Finding>> known -> new Found(check, known.value());
    };
  }

  /** The evidence is missing for this reason. */
  static CheckResult open(String check, Phrase reason) {
    return new Inconclusive(check, new Gap(check, reason, Phrase.EMPTY));
  }
}
