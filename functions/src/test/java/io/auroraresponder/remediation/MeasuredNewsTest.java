package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.ChainEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever draws a lease's life may read no metrics: what is told of it brings its minutes along. */
class MeasuredNewsTest {
  private final RemediationBench bench = new RemediationBench();

  @Test
  void whatIsToldOfALeaseBringsTheMinutesSinceItBegan() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(12));
    Instant opened = bench.lease().openedAt().truncatedTo(ChronoUnit.MINUTES);

    List<Report.Measured> told = bench.news.getLast().measured();

    assertThat(told).extracting(Report.Measured::metric).contains("ServerlessDatabaseCapacity", "CPUUtilization");
    assertThat(told).allSatisfy(series -> {
      assertThat(series.start()).isAfterOrEqualTo(opened);
      assertThat(series.values()).isNotEmpty().hasSizeLessThanOrEqualTo(12).anyMatch(value -> value.isPresent());
    });
  }

  /** In the entry, under its hash, so that the page's proof covers it; what nobody hears of stays small. */
  @Test
  void entriesOfWhichNobodyHearsBringNothing() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(12));

    assertThat(bench.chain()).filteredOn(entry -> entry.said().isEmpty()).isNotEmpty().allMatch(entry -> entry.measured().isEmpty());
    assertThat(bench.chain()).filteredOn(entry -> !entry.measured().isEmpty()).isNotEmpty()
        .allMatch(entry -> entry.body().contains("\"measured\":[{"));
    assertThat(bench.chain()).extracting(ChainEntry::body).allMatch(body -> body.length() < 20_000);
  }
}
