package io.auroraresponder.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads every way in which AWS writes a time in an event; a time without a zone is UTC.
 *
 * <p>Met so far: {@code 2026-01-15T10:04:40Z}, with milliseconds, {@code +0000} without a colon (alarms), a blank instead of the T
 * and no zone (RDS over SNS), minutes only (hand-made tests), RFC 1123 (AWS Health).
 */
final class EventTimes {
  private static final int LONGEST = 64;

  /** Beyond these no service dates anything, and arithmetic on milliseconds could overflow. */
  private static final Instant EARLIEST = Instant.EPOCH;

  private static final Instant LATEST = Instant.parse("9999-12-01T00:00:00Z");

  private static final DateTimeFormatter ISO_LIKE =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffset("+HHMM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private EventTimes() {}

  /** Empty for anything that is no time, or one in no century of ours; never throws. */
  static Optional<Instant> parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > LONGEST) {
      return Optional.empty();
    }
    Optional<Instant> iso = isoLike(trimmed.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T"));
    Optional<Instant> time = iso.isPresent() ? iso : rfc1123(trimmed);
    return time.filter(at -> at.isAfter(EARLIEST) && at.isBefore(LATEST));
  }

  private static Optional<Instant> isoLike(String text) {
    try {
      TemporalAccessor parsed = ISO_LIKE.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      return Optional.of(
          parsed instanceof OffsetDateTime zoned ? zoned.toInstant() : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException notThisForm) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> rfc1123(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException notThisForm) {
      return Optional.empty();
    }
  }
}
