package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {
  private final Curve curve =
      new Curve(List.of(point(0, 8), point(-10, 4), point(10, Curve.NONE), point(20, 6)));

  @Test
  void isLinearBetweenPoints() {
    assertThat(curve.at(Duration.ofMinutes(-5))).isEqualTo(6);
  }

  @Test
  void isHeldOutside() {
    assertThat(curve.at(Duration.ofDays(-1))).isEqualTo(4);
    assertThat(curve.at(Duration.ofDays(1))).isEqualTo(6);
  }

  @Test
  void holdsUpToAGapAndHasNothingInIt() {
    assertThat(curve.at(Duration.ofMinutes(9))).isEqualTo(8);
    assertThat(curve.at(Duration.ofMinutes(10))).isNaN();
    assertThat(curve.at(Duration.ofMinutes(19))).isNaN();
    assertThat(curve.at(Duration.ofMinutes(20))).isEqualTo(6);
  }

  private static Curve.Point point(long minutes, double value) {
    return new Curve.Point(Duration.ofMinutes(minutes), value);
  }
}
