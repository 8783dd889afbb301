package io.auroraresponder.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SamplesTest {
  private static Samples of(double... rounds) {
    Samples samples = new Samples();
    for (double round : rounds) {
      samples.add(round);
    }
    return samples;
  }

  @Test
  void aRatioIsThatOfTheMediansAndItsSpreadThatOfTheRounds() {
    Measured times = of(20, 90, 30).times(of(10, 10, 30), "start", "x empty", new Goal.AtMost(2.9));

    assertThat(times.value()).isEqualTo(3);
    assertThat(times.least()).isEqualTo(1);
    assertThat(times.most()).isEqualTo(9);
    assertThat(times.isMet()).as("3 is more than 2.9").isFalse();
  }

  @Test
  void anEvenNumberOfRoundsHasItsMedianBetweenTheMiddleOnes() {
    assertThat(of(4, 1, 2, 100).itself("memory", "MB", new Goal.None()).value()).isEqualTo(3);
  }

  @Test
  void aGoalIsMetAtItsValueAndNotBeyond() {
    assertThat(new Goal.AtMost(8).isMetBy(8)).isTrue();
    assertThat(new Goal.AtMost(8).isMetBy(8.01)).isFalse();
    assertThat(new Goal.AtLeast(4).isMetBy(4)).isTrue();
    assertThat(new Goal.AtLeast(4).isMetBy(3.99)).isFalse();
    assertThat(new Goal.None().isMetBy(1_000)).isTrue();
  }

  @Test
  void bothRunAsOftenAndByTurns() {
    List<String> order = new ArrayList<>();

    List<Samples> both = Samples.byTurns(2, 3, () -> order.add("a"), () -> order.add("b"));

    assertThat(String.join("", order)).isEqualTo("aaabbb".repeat(4));
    assertThat(both.getFirst().itself("a", "ms", new Goal.None()).value()).isNotNegative();
    assertThat(both.getLast().itself("b", "ms", new Goal.None()).value()).isNotNegative();
  }
}
