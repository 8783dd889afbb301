package io.auroraresponder.diagnosis;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How one cause is proven. Pure; sees all of {@code T}, says nothing where its evidence is missing or speaks against it.
 *
 * @param <T> the evidence that it takes
 */
public interface CauseRule<T> {
  Cause cause();

  Optional<Explanation> suspect(T evidence);

  /**
   * This rule for a larger evidence, held back where {@code condition} does not hold: a runbook may be stricter around a shared rule, and
   * has no copy of it.
   */
  default <E> CauseRule<E> where(Predicate<E> condition, Function<E, T> part) {
    CauseRule<T> rule = this;
    return new CauseRule<>() {
      @Override
      public Cause cause() {
        return rule.cause();
      }

      @Override
      public Optional<Explanation> suspect(E evidence) {
        return condition.test(evidence) ? rule.suspect(part.apply(evidence)) : Optional.empty();
      }
    };
  }

  /** This rule for a larger evidence, as it is. */
  default <E> CauseRule<E> of(Function<E, T> part) {
    return where(any -> true, part);
  }
}
