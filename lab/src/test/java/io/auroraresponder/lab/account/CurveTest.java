package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  @Test
  void beginsAnewAfterEachRoundAndDidSoBefore() {
    Curve daily = new Curve(List.of(point(0, 2), point(540, 2), point(600, 8)), Duration.ofDays(1), List.of());

    for (long day = -3; day <= 3; day++) {
      Duration midnight = Duration.ofDays(day);
      assertThat(daily.at(midnight)).isEqualTo(2);
      assertThat(daily.at(midnight.plusMinutes(570))).isEqualTo(5);
      assertThat(daily.at(midnight.plusMinutes(600))).isEqualTo(8);
    }
    assertThat(daily.at(Duration.ofHours(17))).as("halfway to the next round").isEqualTo(5);
    assertThat(daily.earliest()).isLessThan(Duration.ofDays(-7));
  }

  @Test
  void addsCurvesUp() {
    Curve sum = Curves.curve(YamlValue.parse("x", "[{every: 1h, +0m: 1, +30m: 3}, {-5m: 0, 0: 4}, 10]"));

    assertThat(sum.at(Duration.ofHours(-1))).isEqualTo(11);
    assertThat(sum.at(Duration.ofMinutes(30))).isEqualTo(17);
    assertThat(sum.mapped(value -> 2 * value).at(Duration.ofMinutes(30))).isEqualTo(34);
  }

  @Test
  void refusesATimeOutsideOfTheRound() {
    assertThatThrownBy(() -> Curves.curve(YamlValue.parse("x", "{every: 1h, +0m: 1, +70m: 3}")))
        .isInstanceOf(BadFileException.class).hasMessageContaining("'+70m' is outside of a round");
  }

  private static Curve.Point point(long minutes, double value) {
    return new Curve.Point(Duration.ofMinutes(minutes), value);
  }
}
