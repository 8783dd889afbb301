package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments and spans of time as messages show them: UTC, to the minute, the date only where it is another day. */
public final class Utc {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Utc() {}

  public static Fact moment(String source, Instant moment, Instant now) {
    boolean sameDay = moment.atOffset(ZoneOffset.UTC).toLocalDate().equals(now.atOffset(ZoneOffset.UTC).toLocalDate());
    return Fact.word(source, now, (sameDay ? TIME : DATE).format(moment));
  }

  /** Rounded to minutes, at least one; seconds below two minutes. */
  public static Fact span(String source, Duration span, Instant now) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 120) {
      return Fact.count(source, now, seconds, "s");
    }
    return Fact.count(source, now, Math.round(seconds / 60.0), "min");
  }
}
