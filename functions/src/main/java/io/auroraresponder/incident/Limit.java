package io.auroraresponder.incident;

import java.time.Duration;
import java.time.Instant;

/**
 * A number that a verdict is held against: a constant of an enum, so that value, unit and source stand in one line.
 *
 * <p>A message shows it as {@link #at}, in a runbook's page it stands under {@link #word}.
 */
public interface Limit {
  /** The unit of a part from 0 to 1, which messages show as percent. */
  String PART = "part";

  /** Units of a {@link #duration}. */
  String SECONDS = "s";

  String MINUTES = "min";
  String HOURS = "h";
  String DAYS = "days";

  /** The enum constant's name. */
  String name();

  /** Whose limits these are, for example {@code capacity}. */
  String scope();

  double value();

  /** {@link #PART}, a unit of time, or what is counted; empty for a factor. */
  String unit();

  /** Where the number comes from: a page, a tool, a manual, or "ours" with the reason. */
  String source();

  /** The name in messages and pages: {@code LOCK_WAITERS} is {@code lockWaiters}. */
  default String word() {
    StringBuilder word = new StringBuilder();
    for (String part : name().split("_", -1)) {
      String lower = part.toLowerCase(java.util.Locale.ROOT);
      word.append(word.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return word.toString();
  }

  /** The limit as a fact of a verdict that was made at {@code now}. */
  default Fact at(Instant now) {
    String from = "limit " + scope() + "." + word();
    return unit().equals(PART) ? Fact.of(from, now, value() * 100, 2, "%") : Fact.of(from, now, value(), 2, unit());
  }

  /** The same where a verdict holds {@code times} the limit: one for each vCPU, for example. */
  default Fact at(Instant now, double times) {
    return Fact.of("limit " + scope() + "." + word(), now, times(times), 2, unit());
  }

  /** {@code factor} times the limit, to the two decimals that are shown: what is compared is what is shown. */
  default double times(double factor) {
    return Math.round(value() * factor * 100) / 100.0;
  }

  /** The value as a whole number of what is counted. */
  default int count() {
    return Math.toIntExact(Math.round(value()));
  }

  /** The value of a limit in a unit of time. */
  default Duration duration() {
    Duration one =
        switch (unit()) {
          case SECONDS -> Duration.ofSeconds(1);
          case MINUTES -> Duration.ofMinutes(1);
          case HOURS -> Duration.ofHours(1);
          case DAYS -> Duration.ofDays(1);
          default -> throw new IllegalStateException(scope() + "." + word() + " is no duration but counted in '" + unit() + "'");
        };
    return Duration.ofMillis(Math.round(value() * one.toMillis()));
  }

  /** Whether {@code measured} is at the limit or over it. */
  default boolean reached(double measured) {
    return measured >= value();
  }

  default boolean reached(Duration measured) {
    return measured.compareTo(duration()) >= 0;
  }
}
