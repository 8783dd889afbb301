package io.auroraresponder.incident;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Pattern;

/** How numbers are written for people, everywhere the same: no trailing zeros, no grouping, a point, no exponent, millions in words. */
public final class Numbers {
  private static final Pattern PLAIN = Pattern.compile("-?[0-9]{7,}(?:\\.[0-9]+)?");
  private static final List<Scale> SCALES = List.of(new Scale("trillion", 12), new Scale("billion", 9), new Scale("million", 6));

  private record Scale(String word, int zeros) {}

  private Numbers() {}

  /**
   * A part from 0 to 1 as whole percent, rounded down: a number that is shown is on the same side of its limit as the one compared. 0.29
   * times 100 is 28.999999999999996, which is 29.
   */
  public static double wholePercent(double part) {
    return Math.floor(part * 100 + 1e-9);
  }

  /** At most one decimal, the precision in which capacities and percentages are shown. */
  public static String plain(double value) {
    return rounded(value, 1);
  }

  /** Half up, at most {@code decimals} decimals; small non-zero values never become a bare 0 but keep two significant digits. */
  public static String rounded(double value, int decimals) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not a number that was measured: " + value);
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    BigDecimal shown = exact.setScale(decimals, RoundingMode.HALF_UP);
    if (shown.signum() == 0 && exact.signum() != 0) {
      shown = exact.round(new java.math.MathContext(2, RoundingMode.HALF_UP));
    }
    return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
  }

  /**
   * A plain decimal number of a million or more with two decimals of millions, billions or trillions ({@code 150 million}); anything
   * else as it is.
   */
  static String spoken(String value) {
    if (!PLAIN.matcher(value).matches()) {
      return value;
    }
    BigDecimal exact = new BigDecimal(value);
    for (Scale scale : SCALES) {
      BigDecimal shown = exact.movePointLeft(scale.zeros());
      if (shown.abs().compareTo(BigDecimal.ONE) >= 0) {
        return shown.setScale(2, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString() + " " + scale.word();
      }
    }
    return value;
  }
}
