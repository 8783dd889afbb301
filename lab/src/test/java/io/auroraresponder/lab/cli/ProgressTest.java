package io.auroraresponder.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong nanos = new AtomicLong();

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void printsOneFinishedLineAStepWhereNobodyWatches() {
    try (Progress progress = new Progress(stream, false, true, nanos::get)) {
      progress.begun("PostgreSQL");
      nanos.set(2_100_000_000L);
      progress.done("PostgreSQL ready");
    }

    assertThat(shown()).matches("  ✓ PostgreSQL ready +2\\.1 s\n").doesNotContain("\u001b", "\r");
  }

  @Test
  void rewritesALineWhereSomebodyDoes() {
    try (Progress progress = new Progress(stream, true, false, nanos::get)) {
      progress.begun("PostgreSQL");
      progress.done("PostgreSQL ready");
    }

    assertThat(shown()).contains("\r\u001b[K  · PostgreSQL ").contains("  ✓ PostgreSQL ready");
  }

  @Test
  void coloursOnlyWhereSomebodyWatchesAndColoursAreWanted() {
    try (Progress plain = new Progress(stream, true, false, nanos::get)) {
      plain.done("a");
    }
    assertThat(shown()).doesNotContain("\u001b[32m");

    try (Progress coloured = new Progress(stream, true, true, nanos::get)) {
      coloured.done("b");
    }
    assertThat(shown()).contains("\u001b[32m✓\u001b[0m b");
  }

  @Test
  void cutsAStepThatIsTooLongForALine() {
    try (Progress progress = new Progress(stream, false, false, nanos::get)) {
      progress.begun("x");
      progress.done("y".repeat(200));
    }

    assertThat(shown().lines().findFirst().orElseThrow().length()).isLessThan(90);
  }
}
