package io.auroraresponder.runbook;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** One rule: evidence in, result out. Holds no state, asks nobody, knows no clock. */
public interface Check<E extends Evidence> {

  /** How much depends on a check. */
  enum Weight {
    /** Where it is open nobody knows that all is in order. */
    ESSENTIAL,
    ORDINARY,
    /** Leads only where nothing ordinary is as bad. */
    BESIDE,
    /** Its warnings speak of the future. */
    LATER,
    /** Nobody feels its warnings but who pays. */
    COST_ONLY
  }

  CheckResult examine(E evidence);

  /** The check's public id: its class name without "Check", also its anchor in docs/runbooks. */
  default String id() {
    return id(getClass());
  }

  /** The id of a check by its class. */
  static String id(Class<?> check) {
    String name = check.getSimpleName();
    return name.endsWith("Check") ? name.substring(0, name.length() - "Check".length()) : name;
  }

  default Weight weight() {
    return Weight.ORDINARY;
  }

  /** Its line stands in the headline where all is in order. */
  default boolean saysOrder() {
    return weight() == Weight.ESSENTIAL;
  }

  /** The word for its findings where they lead, unless the result itself has a better one ({@link CheckResult#as}). */
  default Cause cause() {
    return Cause.NONE;
  }

  /** Whether what it says comes out of the database, so that each finding names instance, endpoint and database. */
  default boolean asksDatabase() {
    return false;
  }

  /**
   * What users feel, or soon will, where it is critical: a sentence, which docs/critical.md repeats. Empty for most checks that never are;
   * what harms nobody now or soon is no critical finding.
   */
  default String harm() {
    return "";
  }

  /** The CloudWatch metrics of {@code AWS/RDS} that it holds against a limit: an alarm on one of these has its answer here. */
  default Set<String> judges() {
    return Set.of();
  }

  /** A finding that measured what it says. */
  default Finding finding(Severity severity, Phrase seen, Phrase limit, Instant since, Advice... advice) {
    return new Finding(id(), severity, seen, seen, limit, since, List.of(advice));
  }

  /** One finding; clear where its severity is ok. */
  default CheckResult result(Severity severity, Phrase seen, Phrase limit, Instant since, Advice... advice) {
    return CheckResult.of(finding(severity, seen, limit, since, advice));
  }

  /** The evidence is missing, for a reason without numbers. */
  default CheckResult open(String reason) {
    return CheckResult.open(id(), Phrase.of(reason));
  }

  /** The evidence is missing, for a reason in somebody else's words. */
  default CheckResult open(Instant at, String reason) {
    return CheckResult.open(id(), Phrase.quoting(id(), at, reason));
  }

  default CheckResult open(E evidence, Reading.Unavailable<?> gap) {
    return open(evidence.at(), gap.reason());
  }

  /** What is judged of a reading; open, for the reason that it gives, where there is none. */
  default <T> CheckResult known(E evidence, Reading<T> reading, Function<T, CheckResult> judge) {
    return switch (reading) {
      case Reading.Unavailable<T> gap -> open(evidence, gap);
      case Reading.Known<T> known -> judge.apply(known.value());
    };
  }
}
