package io.auroraresponder.runbook.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.response.SignalBench;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole response, from the event to the message, with 8 s left of the function's time and nobody who answers. */
final class ShortOfTimeTest {
  private static final Duration LEFT = Duration.ofSeconds(8);

  /** What a function keeps of it for its answer. */
  private static final Duration RESERVE = Duration.ofSeconds(2);

  @ParameterizedTest
  @ValueSource(strings = {"cluster", "limits events metrics history applications ledger probe"})
  void aReportIsOutBeforeTheFunctionIsStopped(String mute) {
    PortFakes ports = new PortFakes(CapacityScene.loadGrowth());
    ports.late.addAll(Set.of(mute.split(" ", -1)));
    Clock clock = Clock.fixed(CapacityScene.loadGrowth().evidence().at(), ZoneOffset.UTC);
    SignalBench bench = new SignalBench(CapacityRunbook.of(ports.sources(), clock));
    byte[] alarm = bench.alarm("orders-db", "ALARM").getBytes(StandardCharsets.UTF_8);
    long begun = System.nanoTime();

    var unused = bench.built().receive(alarm, Caller.any("invocation-1"), Deadline.after(LEFT.minus(RESERVE)));

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LEFT);
    assertThat(bench.reports()).singleElement().satisfies(report -> {
      assertThat(report.gaps()).isNotEmpty();
      assertThat(report.decision().result()).isNotEqualTo("applied");
    });
  }
}
