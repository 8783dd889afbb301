package io.auroraresponder.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as messages show them: UTC, with the age beside; the date only where it is not today's. */
public final class Moments {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private Moments() {}

  /** For example {@code 10:09 UTC (6 min ago)} or {@code 2026-11-25 02:15 UTC (in 4 h)}. */
  public static String withAge(Instant when, Instant now) {
    return time(when, now) + " (" + age(when, now) + ")";
  }

  public static String time(Instant when, Instant now) {
    return day(when).equals(day(now)) ? TIME.format(when) : DATE_TIME.format(when);
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  private static String age(Instant when, Instant now) {
    Duration distance = Duration.between(when, now);
    if (distance.isNegative()) {
      return "in " + words(distance.negated());
    }
    return words(distance) + " ago";
  }

  /** To the minute, without its date: {@code 10:15 UTC}. */
  public static String minute(Instant when) {
    return TIME.format(when);
  }

  /** To the second: {@code 10:15:32 UTC}. */
  public static String second(Instant when) {
    return SECOND.format(when);
  }

  /** To the second where the reader is: {@code 11:15:32 in Europe/Berlin}. */
  static String second(Instant when, ZoneId zone) {
    return LOCAL.withZone(zone).format(when) + " in " + zone.getId();
  }

  /** For example {@code 40 s}, {@code 6 min} or {@code 1 d 4 h}. */
  public static String words(Duration distance) {
    if (distance.toMinutes() == 0) {
      return distance.toSeconds() + " s";
    }
    if (distance.toHours() == 0) {
      return distance.toMinutes() + " min";
    }
    if (distance.toDays() == 0) {
      return two(distance.toHours(), "h", distance.toMinutesPart(), "min");
    }
    return two(distance.toDays(), "d", distance.toHoursPart(), "h");
  }

  private static String two(long large, String largeUnit, int small, String smallUnit) {
    return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
