package io.auroraresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
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
    "daily 10:59-11:00, 2026-11-28T10:59:00Z, true",
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
      "Fri 18:00-Mon 06:00, daily 22:00-23:00", "Fri 18:00-Mon 06:00/daily 22:00-23:00"})
  void readsSeveralWindows(String text) {
    assertThat(FreezeWindow.parse(text)).extracting(FreezeWindow::words)
        .containsExactly("Fri 18:00-Mon 06:00 UTC", "daily 22:00-23:00 UTC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "weekends", "Fry 18:00-Mon 06:00", "daily 25:00-26:00", "daily 10:00-10:00", "daily 10:61-11:00",
      "daily 22:00-23:00 /", "Fri 18-Mon 06", "Fri 22:00-02:00", "daily 22:00-23:00 Europe/Berln", "daily 22:00-23:00 +02:00",
      "daily 22:00-23:00 / Europe/Berlin", "Europe/Berlin", "always Mars/Base"})
  void refusesWhatItDoesNotUnderstandAsAWhole(String text) {
    assertThatThrownBy(() -> FreezeWindow.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Berlin puts its clocks forward on 2026-03-29 at 02:00, to 03:00, and back on 2026-10-25 at 03:00, to 02:00. */
  @ParameterizedTest
  @CsvSource({
    "daily 22:00-23:00 Europe/Berlin, 2026-01-15T21:00:00Z, true",
    "daily 22:00-23:00 Europe/Berlin, 2026-01-15T22:00:00Z, false",
    "daily 22:00-23:00 Europe/Berlin, 2026-07-15T20:00:00Z, true",
    "daily 22:00-23:00 Europe/Berlin, 2026-07-15T21:00:00Z, false",
    "Fri 18:00-Mon 06:00 europe/berlin, 2026-11-27T17:00:00Z, true",
    "Fri 18:00-Mon 06:00 Europe/Berlin, 2026-11-30T05:00:00Z, false",
    "daily 01:30-03:30 Europe/Berlin, 2026-03-29T00:59:00Z, true",
    "daily 01:30-03:30 Europe/Berlin, 2026-03-29T01:29:00Z, true",
    "daily 01:30-03:30 Europe/Berlin, 2026-03-29T01:30:00Z, false",
    "daily 02:00-03:00 Europe/Berlin, 2026-10-25T00:30:00Z, true",
    "daily 02:00-03:00 Europe/Berlin, 2026-10-25T01:30:00Z, true",
    "daily 02:00-03:00 Europe/Berlin, 2026-10-25T02:00:00Z, false",
    "always America/Argentina/Buenos_Aires, 2026-10-25T02:00:00Z, true",
    "daily 22:00-23:00 UTC, 2026-07-15T22:30:00Z, true"
  })
  void goesByTheClocksOfItsZone(String window, Instant moment, boolean frozen) {
    assertThat(FreezeWindow.parse(window).getFirst().covers(moment)).isEqualTo(frozen);
  }

  @ParameterizedTest
  @CsvSource({
    "Fri 18:00-Mon 06:00, 2026-11-28T12:00:30Z, 2026-11-30T06:00:00Z",
    "daily 22:00-02:00, 2026-11-28T23:59:59Z, 2026-11-29T02:00:00Z",
    "daily 22:00-24:00, 2026-11-28T22:00:00Z, 2026-11-29T00:00:00Z",
    "Sun 22:00-Mon 02:00, 2026-11-30T01:59:00Z, 2026-11-30T02:00:00Z",
    "daily 01:30-03:30 Europe/Berlin, 2026-03-29T00:45:00Z, 2026-03-29T01:30:00Z",
    "daily 02:00-03:00 Europe/Berlin, 2026-10-25T00:15:00Z, 2026-10-25T02:00:00Z",
    "Sat 20:00-Sun 10:00 Europe/Berlin, 2026-10-24T20:00:00Z, 2026-10-25T09:00:00Z",
    // 02:30 is missing that day: the window ends when the clocks are put forward.
    "daily 01:30-02:30 Europe/Berlin, 2026-03-29T00:45:00Z, 2026-03-29T01:00:00Z",
    // 02:15 comes twice: the second time half past two is still ahead.
    "daily 02:00-02:30 Europe/Berlin, 2026-10-25T01:15:00Z, 2026-10-25T01:30:00Z",
    // At the first three o'clock it is two again, before the window.
    "daily 02:30-04:00 Europe/Berlin, 2026-10-25T00:45:00Z, 2026-10-25T01:00:00Z"
  })
  void endsAtTheFirstMomentThatItDoesNotCover(String window, Instant moment, Instant end) {
    FreezeWindow freeze = FreezeWindow.parse(window).getFirst();

    assertThat(freeze.endOf(moment)).contains(end);
    assertThat(freeze.covers(end.minusSeconds(1))).isTrue();
    assertThat(freeze.covers(end)).isFalse();
  }

  /** Zones whose clocks turn by an hour, by half of one and by two, at odd times, twice in a fasting month, or never. */
  @Property(seed = "20261130", tries = 400)
  void endsWhereEveryMinuteBeforeIsCoveredHoweverClocksTurn(@ForAll long seed) {
    Random random = new Random(seed);
    List<String> zones = List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "Africa/Casablanca",
        "Antarctica/Troll", "America/Nuuk", "Asia/Kathmandu", "UTC");
    String zone = zones.get(random.nextInt(zones.size()));
    String window = window(random) + " " + zone;
    FreezeWindow freeze = FreezeWindow.parse(window).getFirst();
    Instant any = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(2 * 365 * 24 * 3600));
    ZoneOffsetTransition turn = ZoneId.of(zone).getRules().nextTransition(any);
    Instant moment = (turn == null ? any : turn.getInstant()).plusSeconds(random.nextInt(4 * 24 * 3600) - 2 * 24 * 3600L);

    Instant minute = moment.truncatedTo(ChronoUnit.MINUTES);
    while (freeze.covers(minute) && minute.isBefore(moment.plus(Duration.ofDays(15)))) {
      minute = minute.plusSeconds(60);
    }

    assertThat(freeze.endOf(moment)).as("%s at %s", window, moment)
        .isEqualTo(freeze.covers(moment) ? Optional.of(minute) : Optional.empty());
  }

  private static String window(Random random) {
    String first = String.format(Locale.ROOT, "%02d:%02d", random.nextInt(24), random.nextInt(4) * 15);
    String second = String.format(Locale.ROOT, "%02d:%02d", random.nextInt(24), 1 + random.nextInt(58));
    List<String> days = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    return random.nextBoolean() ? "daily " + first + "-" + second
        : days.get(random.nextInt(7)) + " " + first + "-" + days.get(random.nextInt(7)) + " " + second;
  }

  @ParameterizedTest
  @ValueSource(strings = {"daily 00:00-24:00", "Mon 00:00-Sun 24:00 Europe/Berlin"})
  void neverEndsWhereItCoversEveryMinute(String text) {
    FreezeWindow freeze = FreezeWindow.parse(text).getFirst();

    assertThat(freeze.covers(Instant.parse("2026-11-29T23:59:59Z"))).isTrue();
    assertThat(freeze.endOf(Instant.parse("2026-11-29T23:59:59Z"))).isEmpty();
  }

  @Test
  void hasNoEndWhereItCoversNothingOrAll() {
    assertThat(FreezeWindow.parse("always").getFirst().endOf(Instant.EPOCH)).isEmpty();
    assertThat(FreezeWindow.parse("daily 22:00-23:00").getFirst().endOf(Instant.parse("2026-11-28T21:00:00Z"))).isEmpty();
  }

  @Test
  void namesTheZoneThatItDoesNotKnow() {
    assertThatThrownBy(() -> FreezeWindow.parse("Fri 18:00-Mon 06:00 Europe/Berln"))
        .hasMessage("'Fri 18:00-Mon 06:00 Europe/Berln' names no time zone: Europe/Berln; expected an IANA name such as Europe/Berlin");
  }
}
