package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.Fact;
import java.time.Duration;
import java.time.Instant;

/** Lengths of time as people say them: minutes up to two hours, hours up to two days, then days. */
final class Ages {
  private static final Duration MINUTES = Duration.ofHours(2);
  private static final Duration HOURS = Duration.ofDays(2);

  private Ages() {}

  static Fact fact(String source, Instant at, Duration length) {
    if (length.compareTo(MINUTES) < 0) {
      return Fact.count(source, at, length.toMinutes(), "min");
    }
    return length.compareTo(HOURS) <= 0 ? Fact.count(source, at, length.toHours(), "h") : Fact.count(source, at, length.toDays(), "days");
  }

  /** Never negative: clocks of two machines differ by a little. */
  static Duration since(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
