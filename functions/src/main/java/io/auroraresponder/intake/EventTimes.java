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

  private static final String SHAPE = "0000-00-00T00:00:00";
  private static final int DATE = 10;
  private static final int SECONDS = SHAPE.length();
  private static final int NANO_DIGITS = 9;

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
    Optional<Instant> iso = isoLike(withT(trimmed));
    Optional<Instant> time = iso.isPresent() ? iso : rfc1123(trimmed);
    return time.filter(at -> at.isAfter(EARLIEST) && at.isBefore(LATEST));
  }

  /** RDS writes a blank between date and time where others write a T. */
  private static String withT(String text) {
    return text.length() > DATE && text.charAt(DATE) == ' ' ? text.substring(0, DATE) + "T" + text.substring(DATE + 1) : text;
  }

  private static Optional<Instant> isoLike(String text) {
    Optional<Instant> plain = whole(text);
    return plain.isPresent() ? plain : otherIso(text);
  }

  /**
   * The forms of nearly every event, {@code 2026-01-15T10:04:40} with or without fraction and Z or +0000: a formatter takes ten times as
   * long.
   */
  private static Optional<Instant> whole(String text) {
    int end = text.endsWith("Z") ? text.length() - 1 : text.endsWith("+0000") ? text.length() - 5 : text.length();
    if (end < SECONDS || !isShape(text, end)) {
      return Optional.empty();
    }
    try {
      LocalDateTime at = LocalDateTime.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), number(text, 11, 13),
          number(text, 14, 16), number(text, 17, SECONDS), nanos(text, end));
      return Optional.of(at.toInstant(ZoneOffset.UTC));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  private static boolean isShape(String text, int end) {
    for (int i = 0; i < SECONDS; i++) {
      char form = SHAPE.charAt(i);
      char c = text.charAt(i);
      if (form == '0' ? c < '0' || c > '9' : c != form) {
        return false;
      }
    }
    if (end == SECONDS) {
      return true;
    }
    boolean fraction = text.charAt(SECONDS) == '.' && end > SECONDS + 1 && end <= SECONDS + 1 + NANO_DIGITS;
    for (int i = SECONDS + 1; fraction && i < end; i++) {
      fraction = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return fraction;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static int nanos(String text, int end) {
    int nanos = 0;
    for (int i = 0; i < NANO_DIGITS; i++) {
      int at = SECONDS + 1 + i;
      nanos = nanos * 10 + (at < end ? text.charAt(at) - '0' : 0);
    }
    return nanos;
  }

  private static Optional<Instant> otherIso(String text) {
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
