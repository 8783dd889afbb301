package io.auroraresponder.incident;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a look at one thing gave: the value with the time window it speaks of, or the reason why there is none.
 *
 * <p>Absence is never a default value: a check must say what it makes of {@link Unavailable}.
 *
 * @param <T> the value, never null
 */
public sealed interface Reading<T> {

  /** A value measured over {@code from} to {@code to}; both are the same instant for a momentary look. */
  record Known<T>(T value, Instant from, Instant to) implements Reading<T> {
    public Known {
      Objects.requireNonNull(value, "value");
      if (to.isBefore(from)) {
        throw new IllegalArgumentException("a reading's window ends (" + to + ") before it begins (" + from + ")");
      }
    }
  }

  /** No value; {@code reason} is a sentence fit for a person, without secrets. */
  record Unavailable<T>(String reason) implements Reading<T> {
    public Unavailable {
      if (reason.isBlank()) {
        throw new IllegalArgumentException("an unavailable reading must say why");
      }
    }
  }

  static <T> Reading<T> known(T value, Instant at) {
    return new Known<>(value, at, at);
  }

  static <T> Reading<T> known(T value, Instant from, Instant to) {
    return new Known<>(value, from, to);
  }

  static <T> Reading<T> unavailable(String reason) {
    return new Unavailable<>(reason);
  }

  default boolean isKnown() {
    return this instanceof Known<T>;
  }

  /** The same window with another value; an unavailable reading keeps its reason. */
  default <U> Reading<U> map(Function<? super T, ? extends U> change) {
    return switch (this) {
      case Known<T> known -> new Known<>(change.apply(known.value()), known.from(), known.to());
      case Unavailable<T> gap -> new Unavailable<>(gap.reason());
    };
  }

  /** A part of the value that may itself be missing. */
  default <U> Reading<U> flatMap(Function<? super T, Reading<U>> part) {
    return switch (this) {
      case Known<T> known -> part.apply(known.value());
      case Unavailable<T> gap -> new Unavailable<>(gap.reason());
    };
  }

  /** The value, or {@code other} where there is none: only for display and for values whose absence is neutral. */
  default T orElse(T other) {
    return this instanceof Known<T>(T value, Instant from, Instant to) ? value : other;
  }
}
