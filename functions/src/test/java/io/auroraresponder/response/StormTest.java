package io.auroraresponder.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.Fate;
import io.auroraresponder.incident.Report;
import io.auroraresponder.response.Answer.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many alarms at once, and alarms while the ledger does not answer. */
final class StormTest {
  private static final List<String> METRICS =
      List.of("ACUUtilization", "CPUUtilization", "DBLoad", "DBLoadCPU", "ServerlessDatabaseCapacity", "ReadIOPS", "FreeableMemory",
      "DBLoadNonCPU");

  private final SignalBench bench = new SignalBench();

  private String alarm(String cluster, int number) {
    return SignalBench.alarm(cluster, "ALARM", bench.now(), cluster + "-" + number, METRICS.get(number % METRICS.size()), "");
  }

  @Test
  void alarmsThatRingOneAfterTheOtherAreOneLookAndOneMessage() {
    bench.receive(alarm("orders-db", 0));
    List<Answer> others = new ArrayList<>();
    for (int number = 1; number < 9; number++) {
      bench.remediation.clock.advance(Duration.ofSeconds(6));
      others.add(bench.receive(alarm("orders-db", number)));
    }

    assertThat(others).allSatisfy(answer -> assertThat(answer.handled().getFirst().reason()).contains("speaks for it"));
    assertThat(bench.looks).hasSize(1);
    assertThat(bench.reports).hasSize(1);
    assertThat(bench.remediation.aurora.calls()).hasSize(1);
    assertThat(bench.incidents.recall("orders-db").orElseThrow().changes()).as("alarms of the incident").hasSize(9);
  }

  @Test
  void anAlarmThatRingsWhileAnotherIsLookedIntoIsAnsweredByThatLook() {
    String other = alarm("orders-db", 1);
    bench.during = () -> {
      bench.during = () -> {};
      assertThat(bench.receive(other, "another invocation").handled().getFirst().result()).isEqualTo(Result.DEFERRED);
    };

    bench.receive(alarm("orders-db", 0));

    assertThat(bench.incidents.recall("orders-db").orElseThrow().pending()).isEmpty();
    assertThat(bench.receive(other, "repeated").handled().getFirst().reason()).isEqualTo("this event was handled before");
    assertThat(bench.looks).hasSize(1);
  }

  @Test
  void anAlarmThatComesLaterIsLookedInto() {
    bench.receive(alarm("orders-db", 0));
    bench.remediation.clock.advance(Deduplication.Limits.DEFAULT.storm());

    assertThat(bench.receive(alarm("orders-db", 1)).handled().getFirst().result()).isEqualTo(Result.REPORTED);
    assertThat(bench.looks).hasSize(2);
  }

  @Test
  void alarmsAfterALookThatPeopleNeverHeardOfAreLookedInto() {
    bench.refusedMessages = 1;
    bench.receive(alarm("orders-db", 0));
    bench.remediation.clock.advance(Duration.ofSeconds(6));

    assertThat(bench.receive(alarm("orders-db", 1)).handled().getFirst().result()).isEqualTo(Result.REPORTED);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void threeHundredAlarmsOfFortyClustersAreFortyLooksAndFortyMessages(long seed) {
    Random random = new Random(seed);
    List<String> clusters = IntStream.range(0, 40).mapToObj(number -> "shard-" + number + "-db").toList();
    clusters.forEach(cluster -> bench.directory.add(cluster, Map.of("aurora-responder:mode", "act"), cluster + "-1"));
    List<String> waiting = new ArrayList<>();
    // While one is looked into others arrive, as they do by several invocations at once.
    bench.during = () -> {
      for (int i = 0; i < 3 && !waiting.isEmpty(); i++) {
        bench.receive(waiting.removeLast(), "at once " + waiting.size());
      }
    };
    List<Integer> order = new ArrayList<>(IntStream.range(0, 300).boxed().toList());
    java.util.Collections.shuffle(order, random);
    order.forEach(number -> waiting.add(alarm(clusters.get(number % clusters.size()), number / clusters.size())));

    while (!waiting.isEmpty()) {
      bench.receive(waiting.removeLast());
      bench.remediation.clock.advance(Duration.ofMillis(200));
    }

    assertThat(bench.looks).hasSize(40).doesNotHaveDuplicates();
    assertThat(bench.reports).hasSize(40);
    assertThat(bench.reports).extracting(report -> report.incident().cluster().value()).containsExactlyInAnyOrderElementsOf(clusters);
    assertThat(clusters).allSatisfy(cluster -> assertThat(bench.incidents.recall(cluster).orElseThrow().pending()).isEmpty());
  }

  @Test
  void withoutALedgerPeopleHearOnceWhatIsWrongAndNothingIsChanged() {
    bench.remediation.table.fates(call -> Fate.TIMEOUT_BEFORE);

    Answer first = bench.receive(alarm("orders-db", 0));
    bench.remediation.clock.advance(Duration.ofMinutes(1));
    Answer repeated = bench.receive(alarm("orders-db", 0));
    Answer other = bench.receive(alarm("orders-db", 1));

    Report report = first.reports().getFirst();
    assertThat(report.verdict().cause()).isEqualTo("load-growth");
    assertThat(report.findings()).anySatisfy(
        finding -> assertThat(finding.finding().summary().text()).contains("ledger does not answer", "nothing is changed"));
    assertThat(List.of(first, repeated, other)).allSatisfy(answer -> assertThat(answer.mustComeAgain()).isTrue());
    assertThat(repeated.handled().getFirst().result()).isEqualTo(Result.DEFERRED);
    assertThat(bench.reports).hasSize(1);
    assertThat(bench.remediation.aurora.calls()).isEmpty();
  }

  @Test
  void theEventIsHandledInFullWhenTheLedgerIsBack() {
    String event = alarm("orders-db", 0);
    bench.remediation.table.fates(call -> Fate.TIMEOUT_BEFORE);
    bench.receive(event);
    bench.remediation.table.fates(call -> Fate.GO);
    bench.remediation.clock.advance(Duration.ofMinutes(1));

    Answer again = bench.receive(event);

    assertThat(again.mustComeAgain()).isFalse();
    assertThat(again.reports().getFirst().decision().result()).isEqualTo("applied");
  }

  @Test
  void aLedgerThatFallsSilentWhileItIsLookedIsNoReasonToSayNothing() {
    bench.during = () -> bench.remediation.table.fates(call -> Fate.TIMEOUT_BEFORE);

    Answer answer = bench.receive(alarm("orders-db", 0));

    assertThat(answer.reports()).hasSize(1);
    assertThat(answer.mustComeAgain()).isTrue();
    assertThat(bench.remediation.aurora.calls()).isEmpty();
  }
}
