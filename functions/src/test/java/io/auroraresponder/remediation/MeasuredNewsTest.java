package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.ChainEntry;
import io.auroraresponder.ledger.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
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

  /** However long nothing is to be told: what is told next brings the minutes in between, so that the page has no gap. */
  @Test
  void minutesOfALongTimeWithoutNewsComeWithTheNextOnes() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(130));
    Lease lease = bench.lease();
    bench.undo(lease.id(), "person");
    bench.sweepFor(Duration.ofMinutes(10));

    TreeSet<Instant> minutes = new TreeSet<>();
    for (ChainEntry entry : bench.chain()) {
      for (Report.Measured one : entry.measured()) {
        for (int i = 0; one.metric().equals("ServerlessDatabaseCapacity") && i < one.values().size(); i++) {
          minutes.add(one.start().plus(one.step().multipliedBy(i)));
        }
      }
    }
    assertThat(bench.chain().stream().filter(entry -> !entry.measured().isEmpty()).map(ChainEntry::at).toList())
        .as("an hour and more without news").anyMatch(at -> at.isAfter(bench.clock.instant().minus(Duration.ofMinutes(20))))
        .noneMatch(at -> at.isAfter(lease.openedAt().plus(Duration.ofMinutes(20))) && at.isBefore(lease.openedAt().plus(
            Duration.ofMinutes(80))));
    assertThat(minutes).hasSizeGreaterThan(120);
    assertThat(Duration.between(minutes.first(), minutes.last())).as("no gap").isEqualTo(Duration.ofMinutes(minutes.size() - 1L));
  }

  /** A day of many members is told in steps, in one entry's size. */
  @Test
  void longTimeIsToldInLongerSteps() {
    List<Optional<Double>> day = new ArrayList<>(Collections.nCopies(1440, Optional.of(4.0)));
    day.set(3, Optional.empty());
    day.set(4, Optional.of(10.0));
    List<Report.Measured> all = new ArrayList<>();
    for (int i = 0; i < 28; i++) {
      all.add(new Report.Measured("m" + i, "ServerlessDatabaseCapacity", "ACU", Instant.EPOCH, day));
    }

    List<Report.Measured> told = Report.Measured.within(4000, all);

    assertThat(told).hasSize(28).allMatch(one -> one.step().equals(Duration.ofMinutes(11))
        && one.end().isAfter(all.getFirst().end().minusSeconds(1)));
    assertThat(told.getFirst().values()).hasSize(131);
    assertThat(told.getFirst().values().getFirst()).as("the mean of ten minutes of 4 and 10").contains(4.6);
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
