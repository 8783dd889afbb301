package io.auroraresponder.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.Fate;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Report;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.response.Answer.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
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

  private static String rds(String cluster, Instant at, String message, String category) {
    return """
        {"version":"0","id":"rds-%s-%s","detail-type":"RDS DB Cluster Event","source":"aws.rds","account":"111122223333","time":"%s",
        "region":"eu-west-1","resources":["arn:aws:rds:eu-west-1:111122223333:cluster:%s"],"detail":{"EventCategories":["%s"],
        "SourceType":"CLUSTER","SourceArn":"arn:aws:rds:eu-west-1:111122223333:cluster:%s","Date":"%s","SourceIdentifier":"%s",
        "Message":"%s","EventID":"RDS-EVENT-0071"}}
        """.formatted(cluster, at, at, cluster, category, cluster, at, cluster, message);
  }

  /** A storm of one cluster: alarms of every runbook that has some, one that flaps, and one that no check judges. */
  private List<Supplier<String>> mixed(SignalBench all) {
    List<Supplier<String>> signals = new ArrayList<>();
    for (String metric : List.of("ACUUtilization", "DatabaseConnections", "ReadLatency", "Deadlocks", "AuroraReplicaLag", "VolumeReadIOPs",
        "CommitLatency", "EngineUptime", "FreeLocalStorage")) {
      signals.add(() -> SignalBench.alarm("orders-db", "ALARM", all.now(), "a-" + metric, metric, ""));
    }
    signals.add(() -> SignalBench.alarm("orders-db", "ALARM", all.now(), "a-flaps", "CPUUtilization", ""));
    return signals;
  }

  /** Whoever comes first, and whether or not it can name the cause: one look and one message, until the next look is due. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void alarmsOfEveryRunbookAreOneLookAndOneMessage(long seed) {
    SignalBench all = SignalBench.ofAllRunbooks();
    all.diagnosis = seed % 2 == 0 ? all::lockPileup : all::unknown;
    List<Supplier<String>> signals = mixed(all);
    java.util.Collections.shuffle(signals, new Random(seed));
    for (Supplier<String> signal : signals) {
      all.receive(signal.get());
      all.remediation.clock.advance(Duration.ofSeconds(4));
      all.receive(SignalBench.alarm("orders-db", "OK", all.now(), "a-flaps", "CPUUtilization", ""));
      all.remediation.clock.advance(Duration.ofSeconds(1));
      all.receive(SignalBench.alarm("orders-db", "ALARM", all.now(), "a-flaps", "CPUUtilization", ""));
    }

    assertThat(all.asked).hasSize(1);
    assertThat(all.reports).hasSize(1);
  }

  /** Five minutes are long where a writer fails. */
  @Test
  void whatAwsReportsOfTheClusterIsLookedIntoAtOnce() {
    SignalBench all = SignalBench.ofAllRunbooks();
    all.diagnosis = all::unknown;
    all.receive(SignalBench.alarm("orders-db", "ALARM", all.now(), "a-1", "ACUUtilization", ""));
    all.remediation.clock.advance(Duration.ofSeconds(10));
    all.receive(rds("orders-db", all.now(), "Started cross AZ failover to DB instance: orders-db-2", "failover"));

    assertThat(all.asked).containsExactly("capacity", "connectivity");
  }

  /** While the first look runs; afterwards the incident is taken up as the patrol does it each minute. */
  private static Answer whileLooking(SignalBench all, String first, Supplier<String> other) {
    all.during = () -> {
      all.during = () -> {};
      all.remediation.clock.advance(Duration.ofSeconds(3));
      assertThat(all.receive(other.get(), "another invocation").handled().getFirst().result()).isEqualTo(Result.DEFERRED);
    };
    Answer answer = all.receive(first);
    all.remediation.clock.advance(Duration.ofSeconds(1));
    if (!all.incidents.due(all.now()).isEmpty()) {
      all.built().resume("orders-db", Caller.any("patrol"), Deadline.after(Duration.ofSeconds(50)));
    }
    return answer;
  }

  private static String failover(SignalBench all) {
    return rds("orders-db", all.now(), "Started cross AZ failover to DB instance: orders-db-2", "failover");
  }

  private static String connections(SignalBench all) {
    return SignalBench.alarm("orders-db", "ALARM", all.now(), "a-1", "DatabaseConnections", "");
  }

  /** The look had begun to read when it had happened, and knows what is wrong. */
  @Test
  void whatAwsReportsDuringALookOfTheSameRunbookIsOneLookAndOneMessage() {
    SignalBench all = SignalBench.ofAllRunbooks();
    all.diagnosis = all::lockPileup;

    whileLooking(all, connections(all), () -> failover(all));

    assertThat(all.asked).containsExactly("connectivity");
    assertThat(all.reports).hasSize(1);
    assertThat(all.incidents.recall("orders-db").orElseThrow().pending()).isEmpty();
  }

  /** When the first look ends, not when its claim would be over: that one had read before it happened, or found no reason. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatTheLookDoesNotCoverIsLookedIntoWhenItEnds(boolean explained) {
    SignalBench all = SignalBench.ofAllRunbooks();
    all.diagnosis = explained ? all::lockPileup : all::unknown;

    whileLooking(all, connections(all), () -> rds("orders-db", all.now().plusSeconds(explained ? 2 : 0), "Started failover", "failover"));

    assertThat(all.asked).containsExactly("connectivity", "connectivity");
    assertThat(all.incidents.recall("orders-db").orElseThrow().pending()).isEmpty();
  }

  /** Another runbook looks at other things; people hear of it where it adds something. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAwsReportsDuringALookOfAnotherRunbookIsToldWhereItAddsSomething(boolean adds) {
    SignalBench all = SignalBench.ofAllRunbooks();
    all.diagnosis = adds ? all::lockPileup : all::unknown;
    all.diagnoses.put("capacity", all.remediation::loadGrowth);

    whileLooking(all, SignalBench.alarm("orders-db", "ALARM", all.now(), "a-1", "ACUUtilization", ""), () -> failover(all));

    assertThat(all.asked).containsExactly("capacity", "connectivity");
    assertThat(all.reports).hasSize(adds ? 2 : 1);
    assertThat(all.incidents.recall("orders-db").orElseThrow().pending()).isEmpty();
  }

  /** Each of them is asked what its alarm asks, and what adds nothing is not told. */
  @Test
  void whatTheFirstLookCouldNotExplainIsLookedIntoByTheOthersAndToldWhereTheyCan() {
    SignalBench all = SignalBench.ofAllRunbooks();
    all.diagnosis = all::unknown;
    for (String metric : List.of("ACUUtilization", "Deadlocks", "DatabaseConnections")) {
      all.receive(SignalBench.alarm("orders-db", "ALARM", all.now(), "a-" + metric, metric, ""));
      all.alarmStates.put("a-" + metric, "ALARM");
      all.remediation.clock.advance(Duration.ofSeconds(10));
    }
    Instant promised = all.reports.getFirst().nextLook().orElseThrow().at();
    assertThat(all.incidents.nextLook("orders-db", all.now())).as("no look before the one that the message promises")
        .hasValueSatisfying(due -> assertThat(due).isAfterOrEqualTo(promised));
    all.diagnoses.put("slow-queries", all::lockPileup);
    for (int minute = 0; minute < 8; minute++) {
      all.remediation.clock.advance(Duration.ofMinutes(1));
      if (!all.incidents.due(all.now()).isEmpty()) {
        all.built().resume("orders-db", Caller.any("patrol-" + all.now()), Deadline.after(Duration.ofSeconds(50)));
      }
    }

    assertThat(all.asked).as("every runbook that an alarm is for").startsWith("capacity", "connectivity", "slow-queries");
    assertThat(all.reports).extracting(report -> report.verdict().cause()).containsExactly("unknown", "lock-pileup");
    assertThat(all.incidents.recall("orders-db").orElseThrow().pending()).isEmpty();
  }

  @Test
  void whatSomebodyAskedForHoldsNoAlarmBackNorDoesAnAlarmHoldAQuestionBack() {
    SignalBench all = SignalBench.ofAllRunbooks();
    all.diagnosis = all::unknown;
    all.receive("{\"cluster\":\"orders-db\",\"runbook\":\"backup\"}");
    all.remediation.clock.advance(Duration.ofSeconds(5));
    all.receive(SignalBench.alarm("orders-db", "ALARM", all.now(), "a-1", "ACUUtilization", ""));
    all.remediation.clock.advance(Duration.ofSeconds(5));
    all.receive("{\"cluster\":\"orders-db\",\"runbook\":\"slow-queries\"}");

    assertThat(all.looks).hasSize(3);
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
