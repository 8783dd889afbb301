package io.auroraresponder.incident;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** How numbers are written for people, everywhere the same: no trailing zeros, no grouping, a point, no exponent. */
public final class Numbers {
  private Numbers() {}

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
}
