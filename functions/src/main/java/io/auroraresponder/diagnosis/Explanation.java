package io.auroraresponder.diagnosis;

import io.auroraresponder.diagnosis.RangeQuestion.Strength;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A cause that holds, with its words and its proof.
 *
 * @param share part of the pressure, from 0 to 1, that it explains; 1 where its own evidence is a majority already
 * @param strength how far the evidence carries a change by us
 * @param lever the remedy here; usually the cause's own
 * @param says what is wrong with its numbers, the cluster's name first
 * @param impact what users notice
 * @param advice best first
 */
public record Explanation(
    Cause cause, Severity severity, double share, Strength strength, Lever lever, Phrase says, Phrase impact, List<Advice> advice) {
  /** Ours: a cause that explains less than half of the pressure is a runner-up wherever another explains more. */
  public static final double MAJORITY = 0.5;

  public Explanation {
    advice = List.copyOf(advice);
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("the share of a pressure is a part from 0 to 1, not " + share);
    }
  }

  /** A cause that is only named: its own lever, nothing for us to change. */
  public static Explanation told(Cause cause, Severity severity, Phrase says, String impact, Advice... advice) {
    return told(cause, severity, 1, says, impact, List.of(advice));
  }

  /** The same with its advice in a list. */
  public static Explanation told(Cause cause, Severity severity, Phrase says, String impact, List<Advice> advice) {
    return told(cause, severity, 1, says, impact, advice);
  }

  /** Nothing that is known explains it, or nothing is known. */
  public static Explanation unknown(Phrase says) {
    return told(Cause.UNKNOWN, Severity.WARNING, says, "Unknown until the checks succeed.");
  }

  /** The same where only a part of the pressure speaks for it. */
  public static Explanation told(Cause cause, Severity severity, double share, Phrase says, String impact, List<Advice> advice) {
    return new Explanation(cause, severity, share, Strength.NONE, cause.lever(), says, Phrase.of(impact), advice);
  }

  /**
   * The diagnosis that this explanation leads.
   *
   * @param worst how bad it is with all that was found beside it
   */
  public Diagnosis leading(Severity worst, List<Condition> conditions, List<Cause> others, Optional<RangeQuestion> range) {
    return new Diagnosis(worst, says, impact, conditions, cause, others, advice, range);
  }

  /** The one that leads first: by the order of {@link Cause}, those that explain less than half of the pressure after all others. */
  public static List<Explanation> ranked(Collection<Explanation> all) {
    return all.stream()
        .sorted(Comparator.comparing((Explanation one) -> one.share() < MAJORITY).thenComparing(Explanation::cause))
        .toList();
  }
}
