package io.auroraresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreezeWindowTest {
  /** 2026-11-27 is a Friday. */
  @ParameterizedTest
  @CsvSource({
    "Fri 18:00-Mon 06:00, 2026-11-27T17:59:59Z, false",
    "Fri 18:00-Mon 06:00, 2026-11-27T18:00:00Z, true",
    "Fri 18:00-Mon 06:00, 2026-11-29T23:59:59Z, true",
    "Fri 18:00-Mon 06:00, 2026-11-30T05:59:59Z, true",
    "Fri 18:00-Mon 06:00, 2026-11-30T06:00:00Z, false",
    "fri 18:00 - 20:00, 2026-11-27T19:59:00Z, true",
    "fri 18:00 - 20:00, 2026-11-28T19:00:00Z, false",
    "daily 22:00-02:00, 2026-11-27T22:00:00Z, true",
    "daily 22:00-02:00, 2026-11-28T01:59:00Z, true",
    "daily 22:00-02:00, 2026-11-28T02:00:00Z, false",
    "daily 22:00-24:00, 2026-11-28T23:59:00Z, true",
    "daily 22:00-24:00, 2026-11-29T00:00:00Z, false",
    "Mon 00:00-Sun 24:00, 2026-11-29T23:59:00Z, true",
    "Fri 22:00-Sat 02:00, 2026-11-28T01:59:00Z, true",
    "Fri 22:00-Sat 02:00, 2026-11-28T02:00:00Z, false",
    "Sun 22:00-Mon 02:00, 2026-11-30T01:59:00Z, true",
    "always, 2026-11-28T12:00:00Z, true"
  })
  void coversFromItsFirstMinuteToTheLast(String window, Instant moment, boolean frozen) {
    assertThat(FreezeWindow.parse(window).getFirst().covers(moment)).isEqualTo(frozen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Fri 18:00-Mon 06:00 / daily 22:00-23:00", "Fri 18:00-Mon 06:00 + daily 22:00-23:00",
      "Fri 18:00-Mon 06:00, daily 22:00-23:00"})
  void readsSeveralWindows(String text) {
    assertThat(FreezeWindow.parse(text)).extracting(FreezeWindow::words).containsExactly("Fri 18:00-Mon 06:00", "daily 22:00-23:00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "weekends", "Fry 18:00-Mon 06:00", "daily 25:00-26:00", "daily 10:00-10:00", "daily 10:61-11:00",
      "daily 22:00-23:00 /", "Fri 18-Mon 06", "Fri 22:00-02:00"})
  void refusesWhatItDoesNotUnderstandAsAWhole(String text) {
    assertThatThrownBy(() -> FreezeWindow.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
