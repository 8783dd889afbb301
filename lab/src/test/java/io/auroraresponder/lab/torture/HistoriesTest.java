package io.auroraresponder.lab.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.lambda.log.LogOutput;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Some histories at each build; {@code -Pthorough} plays many. */
class HistoriesTest {
  private static final Duration TIME = Duration.ofSeconds(Long.getLong("torture.seconds", 60));
  private static final long MOST = Long.getLong("torture.histories", 1_000);

  @BeforeAll
  static void keepsTheLogToItself() {
    LogOutput.redirect(OutputStream.nullOutputStream());
  }

  @Test
  void theLawsHoldInHistoriesOfKnownSeeds() {
    long end = System.nanoTime() + TIME.toNanos();

    Histories.Shown shown = Histories.play(35, MOST, () -> System.nanoTime() < end, done -> {});

    assertThat(shown.failed()).as(() -> String.join("\n", shown.lines())).isEmpty();
    assertThat(shown.histories()).isPositive();
    assertThat(shown.hours() / shown.histories()).isBetween(24.0, 72.0);
  }

  /** A slow network brought a call after 13.6 s that was sent in time; in the protocol the moment of sending counts. */
  @Test
  void whatIsSentInTimeMayArriveLater() {
    assertThat(Histories.play(88, 1, () -> true, done -> {}).failed()).isEmpty();
  }

  @Test
  void theMeanLengthOfARunDoesNotHangOnItsSeeds() {
    for (long first = 0; first < 1_000; first++) {
      assertThat(LongStream.range(first, first + 200).map(History::hours).average().orElse(0)).as("from %d", first).isBetween(48.0, 49.0);
    }
    assertThat(LongStream.range(0, 1_000).map(History::hours).distinct().sorted())
        .containsExactlyElementsOf(LongStream.rangeClosed(25, 72).boxed().toList());
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    History.Ended once = new History(3).run();

    assertThat(new History(3).run().decisions()).isEqualTo(once.decisions());
  }

  @Test
  void whatIsLeftOutIsLeftOut() {
    Histories.Shown quiet = Histories.replay(3, Set.of(), Set.of());

    assertThat(quiet.faults()).isZero();
    assertThat(quiet.failed()).isEmpty();
  }

  @Test
  void troublesComeInEveryKindSomewhere() {
    Set<Trouble.Kind> kinds = new java.util.HashSet<>();
    AtomicLong number = new AtomicLong();
    for (long seed = 0; seed < 60; seed++) {
      Trouble.of(new java.util.SplittableRandom(seed), 8, Duration.ofDays(2).toMillis()).forEach(each -> {
        kinds.add(each.kind());
        number.incrementAndGet();
      });
    }

    assertThat(kinds).containsExactlyInAnyOrder(Trouble.Kind.values());
    assertThat(number.get()).isGreaterThan(1000);
  }
}
