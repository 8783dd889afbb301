package io.auroraresponder.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recurring time in which nothing is changed, by the clocks of a time zone.
 *
 * <p>Three forms: {@code Fri 18:00-Mon 06:00} (once a week; the second day may be left out where it is the first),
 * {@code daily 22:00-23:00} (may cross midnight), {@code always}. A window's last word may be a time zone by its IANA name, such as
 * {@code Europe/Berlin}; without one it is UTC. Windows are separated by {@code /} or {@code +} with blanks around, which may be left out
 * after a time; commas and semicolons are read too, though RDS accepts neither in the value of a tag (RDS API reference, Tag).
 *
 * <p>The clocks on the wall decide: on the day on which they are put forward a window is as much shorter as it holds of the hour that is
 * missing, on the day on which they are put back as much longer.
 *
 * @param words as it was written, with its zone
 * @param begin first minute, counted from Monday 00:00, or from midnight when daily
 * @param end first minute after it, on the same count; below {@code begin} where it wraps
 */
public record FreezeWindow(String words, Span span, int begin, int end, ZoneId zone) {
  private static final int DAY = 24 * 60;
  private static final Pattern DAILY = Pattern.compile("daily (\\d\\d):(\\d\\d) ?- ?(\\d\\d):(\\d\\d)");
  private static final Pattern WEEKLY =
      Pattern.compile("([a-z]{3}) (\\d\\d):(\\d\\d) ?- ?(?:([a-z]{3}) )?(\\d\\d):(\\d\\d)");

  /** The slash of a zone's name has no blanks around it and follows no time. */
  private static final Pattern SEPARATOR = Pattern.compile("\\s+[/+](?=\\s|$)|(?<=\\d\\d:\\d\\d)\\s*[/+]|\\s*[,;]");

  private static final Pattern ZONED = Pattern.compile("(.*(?:\\d\\d:\\d\\d|always)) ([A-Za-z][A-Za-z0-9_+/-]*)", Pattern.CASE_INSENSITIVE);

  /** How often it recurs. */
  public enum Span {
    DAILY,
    WEEKLY,
    ALWAYS
  }

  /**
   * Reads all windows of a tag or setting.
   *
   * @throws IllegalArgumentException with a sentence when a part is not understood: a window half read would be no freeze
   */
  public static List<FreezeWindow> parse(String text) {
    return Arrays.stream(SEPARATOR.split(text, -1)).map(String::strip).map(FreezeWindow::one).toList();
  }

  public boolean covers(Instant moment) {
    return span == Span.ALWAYS || within(minute(moment.atZone(zone)));
  }

  /** The first moment after the window that covers this one; empty where none does, or where it never ends. */
  public Optional<Instant> endOf(Instant moment) {
    if (span == Span.ALWAYS || !covers(moment)) {
      return Optional.empty();
    }
    Instant from = moment;
    while (true) {
      int left = Math.floorMod(end - minute(from.atZone(zone)) - 1, turn(span)) + 1;
      Instant last = from.truncatedTo(ChronoUnit.MINUTES).plus(left, ChronoUnit.MINUTES);
      // Clocks that are put forward or back may leave the window, or stay in it with more or less of it left.
      ZoneOffsetTransition turned = zone.getRules().nextTransition(from);
      if (turned == null || turned.getInstant().isAfter(last)) {
        return Optional.of(last);
      }
      from = turned.getInstant();
      if (!covers(from)) {
        return Optional.of(from);
      }
    }
  }

  private static int turn(Span span) {
    return span == Span.DAILY ? DAY : 7 * DAY;
  }

  /** Counted as {@link #begin} is. */
  private int minute(ZonedDateTime local) {
    int minute = local.getHour() * 60 + local.getMinute();
    return span == Span.WEEKLY ? (local.getDayOfWeek().getValue() - 1) * DAY + minute : minute;
  }

  private boolean within(int minute) {
    return begin < end ? minute >= begin && minute < end : minute >= begin || minute < end;
  }

  private static FreezeWindow one(String text) {
    Matcher zoned = ZONED.matcher(text.replaceAll("\\s+", " "));
    return zoned.matches() ? one(text, zoned.group(1), zone(text, zoned.group(2))) : one(text, text, ZoneOffset.UTC);
  }

  /** Names alone: an offset would be wrong for half of the year. */
  private static ZoneId zone(String text, String name) {
    return ZoneId.getAvailableZoneIds().stream()
        .filter(known -> known.equalsIgnoreCase(name))
        .findFirst()
        .map(ZoneId::of)
        .orElseThrow(() -> new IllegalArgumentException(
            "'" + text + "' names no time zone: " + name + "; expected an IANA name such as Europe/Berlin"));
  }

  private static FreezeWindow one(String text, String times, ZoneId zone) {
    String plain = times.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    if (plain.equals("always")) {
      return new FreezeWindow(text, Span.ALWAYS, 0, 0, zone);
    }
    Matcher daily = DAILY.matcher(plain);
    if (daily.matches()) {
      int begin = minute(text, daily.group(1), daily.group(2));
      return window(text, Span.DAILY, begin, minute(text, daily.group(3), daily.group(4)), zone);
    }
    Matcher weekly = WEEKLY.matcher(plain);
    if (!weekly.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a window such as Fri 18:00-Mon 06:00 Europe/Berlin or daily 22:00-23:00");
    }
    String lastDay = weekly.group(4) == null ? weekly.group(1) : weekly.group(4);
    int begin = day(text, weekly.group(1)) + minute(text, weekly.group(2), weekly.group(3));
    int end = day(text, lastDay) + minute(text, weekly.group(5), weekly.group(6));
    if (weekly.group(4) == null && end < begin) {
      throw new IllegalArgumentException("'" + text + "' ends before it begins: name the day on which it ends");
    }
    return window(text, Span.WEEKLY, begin, end, zone);
  }

  private static FreezeWindow window(String text, Span span, int begin, int end, ZoneId zone) {
    if (begin == end) {
      throw new IllegalArgumentException("'" + text + "' begins where it ends: write always, or two different times");
    }
    String words = zone.equals(ZoneOffset.UTC) ? text + " UTC" : text;
    // From the first midnight to the last one.
    return end - begin == turn(span) ? new FreezeWindow(words, Span.ALWAYS, 0, 0, zone) : new FreezeWindow(words, span, begin, end, zone);
  }

  private static int day(String text, String name) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().substring(0, 3).toLowerCase(Locale.ROOT).equals(name)) {
        return (day.getValue() - 1) * DAY;
      }
    }
    throw new IllegalArgumentException("'" + text + "' names no day of the week: " + name);
  }

  private static int minute(String text, String hour, String minute) {
    int total = Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
    if (total > DAY || Integer.parseInt(minute) > 59) {
      throw new IllegalArgumentException("'" + text + "' has no such time: " + hour + ":" + minute);
    }
    return total;
  }
}
