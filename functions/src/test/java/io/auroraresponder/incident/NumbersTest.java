package io.auroraresponder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown is what was compared: a number that is judged stays on its side of its limit, however few decimals it has. */
class NumbersTest {
  private record At(double value) implements Limit {
    @Override
    public String name() {
      return "AT";
    }

    @Override
    public String scope() {
      return "test";
    }

    @Override
    public String unit() {
      return PART;
    }

    @Override
    public String source() {
      return "ours";
    }
  }

  @Property(tries = 2000, seed = "20261124")
  void aShownNumberIsOnTheSideOfTheOneCompared(
      @ForAll @DoubleRange(min = 0, max = 200) double value, @ForAll @DoubleRange(min = -0.6, max = 0.6) double off) {
    double limit = BigDecimal.valueOf(Math.max(0, value + off)).setScale(1, java.math.RoundingMode.HALF_UP).doubleValue();
    double shown = Double.parseDouble(Numbers.beside(value, 1, new At(limit)));

    assertThat(Double.compare(shown, limit)).isEqualTo(Double.compare(value, limit));
    assertThat(shown).isCloseTo(value, org.assertj.core.data.Offset.offset(0.1));
  }

  @Property(tries = 2000, seed = "20261124")
  void aShownPercentageIsOnTheSideOfThePartThatWasCompared(
      @ForAll @DoubleRange(min = 0, max = 1.5) double part, @ForAll @DoubleRange(min = -0.02, max = 0.02) double off) {
    double limit = BigDecimal.valueOf(Math.max(0, part + off)).setScale(2, java.math.RoundingMode.HALF_UP).doubleValue();
    BigDecimal shown = new BigDecimal(Numbers.percent(part, new At(limit)));

    assertThat(shown.compareTo(BigDecimal.valueOf(limit).movePointRight(2))).isEqualTo(Double.compare(part, limit));
  }

  @ParameterizedTest
  @CsvSource({
    "94.96,95,94.9", "95,95,95", "95.04,95,95.1", "79.9999,80,79.9", "3.14,5,3.1", "2000.4,2000,2000.4", "1.96,2,1.9", "0.04,0,0.1"
  })
  void keepsAsFewDecimalsAsTheLimitAllows(double value, double limit, String shown) {
    assertThat(Numbers.beside(value, 1, new At(limit))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0.947,0.95,94", "0.604,0.6,61", "0.6,0.6,60", "0.29,0.5,29", "0.8999,0.9,89", "1.204,1.2,121", "0.004,0.1,0.4"})
  void aPartIsWholePercent(double part, double limit, String shown) {
    assertThat(Numbers.percent(part, new At(limit))).isEqualTo(shown);
  }
}
