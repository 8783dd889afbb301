package io.auroraresponder.incident;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** How numbers are written for people, everywhere the same: no trailing zeros, no grouping, a point, no exponent, millions in words. */
public final class Numbers {
  private static final Pattern PLAIN = Pattern.compile("-?[0-9]{7,}(?:\\.[0-9]+)?");
  private static final List<Scale> SCALES = List.of(new Scale("trillion", 12), new Scale("billion", 9), new Scale("million", 6));

  private record Scale(String word, int zeros) {}

  /** As people round, then to whichever side is the right one. */
  private static final List<RoundingMode> NEAREST_FIRST = List.of(RoundingMode.HALF_UP, RoundingMode.FLOOR, RoundingMode.CEILING);

  private Numbers() {}

  /** At most one decimal, the precision in which capacities and percentages are shown. */
  public static String plain(double value) {
    return rounded(value, 1);
  }

  /**
   * A number that is held against limits: with the fewest decimals from {@code decimals} on that leave it on its side of each of them, so
   * that what is shown is what was compared. 94.96 beside 95 is not 95.
   *
   * @param limits in the unit of the value
   */
  public static String beside(double value, int decimals, Limit... limits) {
    return beside(BigDecimal.valueOf(value), decimals, NEAREST_FIRST,
        Arrays.stream(limits).map(limit -> BigDecimal.valueOf(limit.value())).toList());
  }

  /** The same beside another number that was measured. */
  public static String beside(double value, int decimals, double other) {
    return beside(BigDecimal.valueOf(value), decimals, NEAREST_FIRST,
        List.of(BigDecimal.valueOf(other)));
  }

  /**
   * A part from 0 to 1 as percent, whole and rounded down unless it would not be on its side of a limit then: 94.7 % is 94 %, and 60.4 % is
   * 61 % beside 60 %. 0.29 times 100 is 28.999999999999996, which is 29.
   *
   * @param limits parts
   */
  public static String percent(double part, Limit... limits) {
    return beside(BigDecimal.valueOf(part).movePointRight(2), 0, List.of(RoundingMode.FLOOR, RoundingMode.CEILING),
        Arrays.stream(limits).map(limit -> BigDecimal.valueOf(limit.value()).movePointRight(2)).toList());
  }

  private static String beside(BigDecimal exact, int decimals, List<RoundingMode> modes, List<BigDecimal> limits) {
    for (int digits = decimals; digits < exact.scale(); digits++) {
      for (RoundingMode mode : modes) {
        BigDecimal shown = exact.setScale(digits, mode);
        if (limits.stream().allMatch(limit -> exact.compareTo(limit) == shown.compareTo(limit))) {
          return written(shown, exact);
        }
      }
    }
    return written(exact, exact);
  }

  /** Small non-zero values never become a bare 0 but keep two significant digits. */
  private static String written(BigDecimal rounded, BigDecimal exact) {
    BigDecimal shown =
        rounded.signum() == 0 && exact.signum() != 0 ? exact.round(new java.math.MathContext(2, RoundingMode.HALF_UP)) : rounded;
    return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
  }

  /** Half up, at most {@code decimals} decimals; small non-zero values never become a bare 0 but keep two significant digits. */
  public static String rounded(double value, int decimals) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not a number that was measured: " + value);
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    return written(exact.setScale(decimals, RoundingMode.HALF_UP), exact);
  }

  /**
   * A plain decimal number of a million or more with two decimals of millions, billions or trillions, rounded down ({@code 150 million});
   * anything else as it is.
   */
  static String spoken(String value) {
    if (!PLAIN.matcher(value).matches()) {
      return value;
    }
    BigDecimal exact = new BigDecimal(value);
    for (Scale scale : SCALES) {
      BigDecimal shown = exact.movePointLeft(scale.zeros());
      if (shown.abs().compareTo(BigDecimal.ONE) >= 0) {
        return shown.setScale(2, RoundingMode.DOWN).stripTrailingZeros().toPlainString() + " " + scale.word();
      }
    }
    return value;
  }
}
