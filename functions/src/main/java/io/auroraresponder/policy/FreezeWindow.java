package io.auroraresponder.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recurring time in which nothing is changed, in UTC.
 *
 * <p>Three forms: {@code Fri 18:00-Mon 06:00} (once a week; the second day may be left out where it is the first),
 * {@code daily 22:00-23:00} (may cross midnight), {@code always}. Windows are separated by {@code /} or {@code +}; commas and
 * semicolons are read too, though RDS accepts neither in the value of a tag (RDS API reference, Tag).
 *
 * @param words as it was written
 * @param begin first minute, counted from Monday 00:00, or from midnight when daily
 * @param end first minute after it, on the same count; below {@code begin} where it wraps
 */
public record FreezeWindow(String words, Span span, int begin, int end) {
  private static final int DAY = 24 * 60;
  private static final Pattern DAILY = Pattern.compile("daily (\\d\\d):(\\d\\d) ?- ?(\\d\\d):(\\d\\d)");
  private static final Pattern WEEKLY =
      Pattern.compile("([a-z]{3}) (\\d\\d):(\\d\\d) ?- ?(?:([a-z]{3}) )?(\\d\\d):(\\d\\d)");

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
    return Arrays.stream(text.split("[/+,;]", -1)).map(String::strip).map(FreezeWindow::one).toList();
  }

  public boolean covers(Instant moment) {
    ZonedDateTime utc = moment.atZone(ZoneOffset.UTC);
    int minute = utc.getHour() * 60 + utc.getMinute();
    return switch (span) {
      case ALWAYS -> true;
      case DAILY -> within(minute);
      case WEEKLY -> within((utc.getDayOfWeek().getValue() - 1) * DAY + minute);
    };
  }

  private boolean within(int minute) {
    return begin < end ? minute >= begin && minute < end : minute >= begin || minute < end;
  }

  private static FreezeWindow one(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    if (plain.equals("always")) {
      return new FreezeWindow(text, Span.ALWAYS, 0, 0);
    }
    Matcher daily = DAILY.matcher(plain);
    if (daily.matches()) {
      int begin = minute(text, daily.group(1), daily.group(2));
      return window(text, Span.DAILY, begin, minute(text, daily.group(3), daily.group(4)));
    }
    Matcher weekly = WEEKLY.matcher(plain);
    if (!weekly.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a window such as Fri 18:00-Mon 06:00 or daily 22:00-23:00");
    }
    String lastDay = weekly.group(4) == null ? weekly.group(1) : weekly.group(4);
    int begin = day(text, weekly.group(1)) + minute(text, weekly.group(2), weekly.group(3));
    int end = day(text, lastDay) + minute(text, weekly.group(5), weekly.group(6));
    if (weekly.group(4) == null && end < begin) {
      throw new IllegalArgumentException("'" + text + "' ends before it begins: name the day on which it ends");
    }
    return window(text, Span.WEEKLY, begin, end);
  }

  private static FreezeWindow window(String text, Span span, int begin, int end) {
    if (begin == end) {
      throw new IllegalArgumentException("'" + text + "' begins where it ends: write always, or two different times");
    }
    return new FreezeWindow(text, span, begin, end);
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
