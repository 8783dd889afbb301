package io.auroraresponder.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CauseTest {
  @Test
  void wordsOfCausesAndConditionsTellThemApart() {
    assertThat(Arrays.stream(Cause.values()).map(Cause::word)).doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(Arrays.stream(Condition.values()).map(Condition::word).toList());
  }

  @ParameterizedTest
  @EnumSource(value = Cause.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void eachHasAPageALeverAndAReason(Cause cause) {
    assertThat(cause.page()).endsWith(".md#" + cause.word());
    assertThat(cause.lever()).isNotEqualTo(Lever.NONE);
    assertThat(cause.refused().isEmpty()).isEqualTo(cause.whyNoRaise().isEmpty());
    assertThat(cause.refused()).doesNotContain(cause.lever());
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void onlyCausesOfTheCapacityRunbookCarryAChange(Cause cause) {
    boolean carries = cause.supports(Lever.RAISE_MAX) || cause.supports(Lever.RAISE_MIN);

    assertThat(carries).isEqualTo(cause == Cause.LOAD_GROWTH || cause == Cause.MEMORY_PRESSURE
        || cause == Cause.RAMP_LIMITED);
  }
}
