package io.auroraresponder.infra;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An EventBridge cron expression, checked before a deployment would fail on it: six fields in UTC, minute, hour, day of the month, month,
 * day of the week, year; one of the two days is a question mark (EventBridge User Guide, "Cron expressions").
 */
final class Cron {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of()), new Field("hour", 0, 23, List.of()), new Field("day of the month", 1, 31, List.of()),
          new Field("month", 1, 12, MONTHS), new Field("day of the week", 1, 7, DAYS), new Field("year", 1970, 2199, List.of()));
  private static final int DAY_OF_MONTH = 2;
  private static final int DAY_OF_WEEK = 4;

  private Cron() {}

  private record Field(String name, int least, int most, List<String> names) {}

  /** The first thing that is wrong with it, as a clause; empty where it is right. */
  static Optional<String> fault(String expression) {
    String[] parts = expression.split(" ", -1);
    if (parts.length != FIELDS.size()) {
      return Optional.of("it has " + parts.length + " fields, not six");
    }
    if (parts[DAY_OF_MONTH].equals("?") == parts[DAY_OF_WEEK].equals("?")) {
      return Optional.of("one of day of the month and day of the week is a question mark, and only one");
    }
    for (int i = 0; i < parts.length; i++) {
      boolean none = parts[i].equals("?") && (i == DAY_OF_MONTH || i == DAY_OF_WEEK);
      if (!none && !isRight(parts[i], FIELDS.get(i), i)) {
        return Optional.of("its " + FIELDS.get(i).name() + " is '" + parts[i] + "'");
      }
    }
    return Optional.empty();
  }

  private static boolean isRight(String part, Field field, int place) {
    for (String one : part.split(",", -1)) {
      if (!isRightOne(one, field, place)) {
        return false;
      }
    }
    return true;
  }

  /** A number, a range of them, or all; each with a step; and the days that have words of their own: L, 15W, LW, MON#2, FRIL. */
  private static boolean isRightOne(String one, Field field, int place) {
    if (place == DAY_OF_MONTH && (one.equals("L") || one.equals("LW"))) {
      return true;
    }
    if (place == DAY_OF_MONTH && one.endsWith("W")) {
      return number(one.substring(0, one.length() - 1), field).isPresent();
    }
    if (place == DAY_OF_WEEK && one.endsWith("L")) {
      return one.length() == 1 || number(one.substring(0, one.length() - 1), field).isPresent();
    }
    if (place == DAY_OF_WEEK && one.contains("#")) {
      String[] day = one.split("#", -1);
      return day.length == 2 && number(day[0], field).isPresent() && day[1].matches("[1-5]");
    }
    String[] stepped = one.split("/", -1);
    boolean step = stepped.length == 1 || (stepped.length == 2 && stepped[1].matches("[1-9]\\d{0,3}"));
    return step && isRange(stepped[0], field);
  }

  private static boolean isRange(String range, Field field) {
    if (range.equals("*")) {
      return true;
    }
    String[] ends = range.split("-", -1);
    Optional<Integer> first = number(ends[0], field);
    if (ends.length == 1) {
      return first.isPresent();
    }
    Optional<Integer> last = ends.length == 2 ? number(ends[1], field) : Optional.empty();
    return first.isPresent() && last.isPresent() && first.get() <= last.get();
  }

  private static Optional<Integer> number(String text, Field field) {
    int named = field.names().indexOf(text.toUpperCase(Locale.ROOT));
    if (named >= 0) {
      return Optional.of(named + field.least());
    }
    if (!text.matches("\\d{1,4}")) {
      return Optional.empty();
    }
    int value = Integer.parseInt(text);
    return value >= field.least() && value <= field.most() ? Optional.of(value) : Optional.empty();
  }
}
