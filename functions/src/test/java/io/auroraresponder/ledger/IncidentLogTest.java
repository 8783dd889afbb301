package io.auroraresponder.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.fake.InMemoryTable;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.ledger.IncidentLog.Seen;
import io.auroraresponder.ledger.IncidentLogEntry.Step;
import io.auroraresponder.ledger.Table.Condition;
import io.auroraresponder.ledger.Table.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is remembered, and that a crash anywhere loses and repeats nothing. */
final class IncidentLogTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:15:00Z");
  private static final Duration TIME_OUT = Duration.ofSeconds(60);
  private static final String KEY = "orders-db";

  private final InMemoryTable table = new InMemoryTable();
  private final IncidentLog log = new IncidentLog(table);

  @Test
  void anEventIsTheFirstOnceAndDoneOnlyWhenFinished() {
    assertThat(log.see("event-1", KEY, NOW)).isEqualTo(Seen.FIRST);
    assertThat(log.see("event-1", KEY, NOW)).isEqualTo(Seen.UNFINISHED);

    log.finish(KEY, "event-1", NOW);

    assertThat(log.see("event-1", KEY, NOW)).isEqualTo(Seen.DONE);
    assertThat(log.seenBefore("event-2")).isEmpty();
  }

  @Test
  void secondRunAfterACrashBetweenDiagnosisAndMessageGoesOnWithTheStoredReport() {
    log.see("event-1", KEY, NOW);
    log.remind(KEY, NOW, NOW.plus(TIME_OUT));
    log.join(incident("event-1"), NOW);
    log.claim(KEY, "run-1", NOW, TIME_OUT);
    log.storeReport(KEY, "event-1", "{\"report\":1}", "{\"plan\":1}", "load-growth", NOW);
    log.storeResult(KEY, "event-1", "{\"result\":\"applied\"}", NOW);

    Instant later = NOW.plus(TIME_OUT);
    Seen seen = log.see("event-1", KEY, later);
    IncidentLogEntry taken = log.claim(KEY, "run-2", later, TIME_OUT).orElseThrow();

    assertThat(seen).isEqualTo(Seen.UNFINISHED);
    assertThat(taken.next("event-1")).isEqualTo(Step.PUBLISH);
    assertThat(taken.look().report()).isEqualTo("{\"report\":1}");
    assertThat(taken.look().result()).isEqualTo("{\"result\":\"applied\"}");
    assertThat(taken.look().sent()).isEmpty();
    assertThat(taken.pending()).containsKey("event-1");
  }

  @Test
  void everyStepIsTheNextUntilItIsMarked() {
    log.join(incident("event-1"), NOW);

    assertThat(log.recall(KEY).orElseThrow().next("event-1")).isEqualTo(Step.DIAGNOSE);
    assertThat(log.storeReport(KEY, "event-1", "{}", "{}", "unknown", NOW).next("event-1")).isEqualTo(Step.HAND_OVER);
    assertThat(log.storeResult(KEY, "event-1", "{}", NOW).next("event-1")).isEqualTo(Step.PUBLISH);
    assertThat(log.markSent(KEY, "event-1", "topic", NOW).look().sent()).containsExactly("topic");
    assertThat(log.recall(KEY).orElseThrow().next("event-2")).isEqualTo(Step.DIAGNOSE);
  }

  @Test
  void claimIsHeldAgainstOthersUntilItRunsOut() {
    assertThat(log.claim(KEY, "run-1", NOW, TIME_OUT)).isPresent();
    assertThat(log.claim(KEY, "run-2", NOW.plus(TIME_OUT).minusMillis(1), TIME_OUT)).isEmpty();
    assertThat(log.claim(KEY, "run-1", NOW.plusSeconds(1), TIME_OUT)).isPresent();
    assertThat(log.claim(KEY, "run-2", NOW.plusSeconds(61), TIME_OUT)).isPresent();
  }

  @Test
  void onlyItsOwnerReleasesAClaim() {
    log.claim(KEY, "run-1", NOW, TIME_OUT);

    log.release(KEY, "run-2", NOW);
    assertThat(log.claim(KEY, "run-2", NOW, TIME_OUT)).isEmpty();

    log.release(KEY, "run-1", NOW);
    assertThat(log.claim(KEY, "run-2", NOW, TIME_OUT)).isPresent();
  }

  @Test
  void ofManyRunsAtOnceExactlyOneHasTheClaimAndNoWriteIsLost() throws InterruptedException, ExecutionException {
    log.join(incident("event-0"), NOW);
    List<Future<Boolean>> runs = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int run = 0; run < 4; run++) {
        String name = "run-" + run;
        runs.add(
            threads.submit(
                () -> {
                  log.join(incident("event-" + name), NOW);
                  return log.claim(KEY, name, NOW, TIME_OUT).isPresent();
                }));
      }
    }

    int taken = 0;
    for (Future<Boolean> run : runs) {
      taken += run.get() ? 1 : 0;
    }
    assertThat(taken).isEqualTo(1);
    assertThat(log.recall(KEY).orElseThrow().pending()).hasSize(5);
  }

  @Test
  void secondSignalJoinsTheOpenIncidentAndKeepsItsId() {
    IncidentLogEntry opened = log.join(incident("event-1"), NOW);

    IncidentLogEntry joined = log.join(incident("event-2"), NOW.plusSeconds(30));

    assertThat(joined.incident()).isEqualTo(opened.incident());
    assertThat(joined.openings()).hasSize(1);
    assertThat(joined.joined(incident("event-2")).id()).isEqualTo(incident("event-1").id());
    assertThat(joined.pending().get("event-2")).isEqualTo(joined.joined(incident("event-2")));
  }

  @Test
  void signalAfterTheEndOpensANewIncidentAndCountsAsAnOpening() {
    log.join(incident("event-1"), NOW);
    log.close(KEY, Report.State.RESOLVED, NOW.plusSeconds(30));

    IncidentLogEntry again = log.join(incident("event-2"), NOW.plusSeconds(60));

    assertThat(again.incident()).contains(incident("event-2"));
    assertThat(again.openings()).containsExactly(NOW, NOW.plusSeconds(60));
    assertThat(again.state()).isEqualTo(Report.State.OPEN);
  }

  @Test
  void mitigatedIncidentOpensAgainUnderItsOldId() {
    log.join(incident("event-1"), NOW);
    log.close(KEY, Report.State.MITIGATED, NOW.plusSeconds(30));

    IncidentLogEntry again = log.join(incident("event-2"), NOW.plusSeconds(60));

    assertThat(again.incident()).contains(incident("event-1"));
    assertThat(again.openings()).hasSize(2);
  }

  @Test
  void closingWhatIsNotOpenChangesNothing() {
    assertThat(log.close(KEY, Report.State.RESOLVED, NOW).isOpen()).isFalse();
    assertThat(log.recall(KEY)).isEmpty();
  }

  @Test
  void newestChangeOfAnAlarmNeverGoesBack() {
    log.noteChange(KEY, "alarm", NOW, NOW);

    IncidentLogEntry after = log.noteChange(KEY, "alarm", NOW.minusSeconds(60), NOW);

    assertThat(after.changes()).containsEntry("alarm", NOW);
    assertThat(after.isOpen()).isFalse();
  }

  @Test
  void reminderIsDueAtItsTimeAndTheEarlierOneStays() {
    log.remind(KEY, NOW, NOW.plusSeconds(300));
    log.remind(KEY, NOW.plusSeconds(10), NOW.plusSeconds(600));

    assertThat(log.due(NOW.plusSeconds(299))).isEmpty();
    assertThat(log.due(NOW.plusSeconds(300))).containsExactly(new IncidentLog.Reminder(KEY, NOW, NOW.plusSeconds(300)));
  }

  @Test
  void settledIncidentLeavesTheListUnlessASignalIsUnfinished() {
    log.remind(KEY, NOW, NOW);
    log.join(incident("event-1"), NOW);
    log.settle(KEY, NOW);
    assertThat(log.due(NOW)).hasSize(1);

    log.finish(KEY, "event-1", NOW);
    log.settle(KEY, NOW);
    assertThat(log.due(NOW)).isEmpty();
  }

  @Test
  void resultOfAnOlderLookDoesNotReachANewerOne() {
    log.storeReport(KEY, "event-1", "{\"n\":1}", "", "unknown", NOW);
    log.storeReport(KEY, "event-2", "{\"n\":2}", "", "unknown", NOW);

    log.storeResult(KEY, "event-1", "{\"late\":true}", NOW);
    log.markSent(KEY, "event-1", "topic", NOW);

    IncidentLogEntry entry = log.recall(KEY).orElseThrow();
    assertThat(entry.look().result()).isEmpty();
    assertThat(entry.look().sent()).isEmpty();
  }

  @Test
  void itemsStandAsTheProtocolWantsThem() {
    log.see("event-1", KEY, NOW);
    log.remind(KEY, NOW, NOW);
    log.join(incident("event-1"), NOW);
    log.claim(KEY, "run-1", NOW, TIME_OUT);

    Item event = table.get(new Table.Key("EVENT#event-1", "SEEN")).orElseThrow();
    Item state = table.get(new Table.Key("INCIDENT#orders-db", "STATE")).orElseThrow();
    assertThat(event.texts()).containsEntry("incident", KEY);
    assertThat(event.numbers()).containsEntry("ttl", NOW.plus(Duration.ofDays(30)).getEpochSecond());
    assertThat(state.numbers()).containsEntry("ttl", NOW.plus(Duration.ofDays(90)).getEpochSecond())
        .containsEntry("claim", NOW.plus(TIME_OUT).toEpochMilli());
    assertThat(table.query("OPEN")).extracting(item -> item.key().sk()).containsExactly(KEY);
  }

  @Test
  void answerThatGotLostIsNotAnswerThatIsRepeatedBlindly() {
    table.loseNextAnswer();
    assertThatThrownBy(() -> log.claim(KEY, "run-1", NOW, TIME_OUT)).isInstanceOf(Table.TableUnavailableException.class);

    assertThat(log.claim(KEY, "run-1", NOW, TIME_OUT)).isPresent();
    assertThat(log.claim(KEY, "run-2", NOW, TIME_OUT)).isEmpty();
  }

  @Test
  void foreignAttributesOfAnItemDoNotHurt() {
    table.put(new Item(new Table.Key("INCIDENT#orders-db", "STATE"), Map.of("state", "open"), Map.of("ver", 7L)), Condition.NONE);

    assertThat(log.recall(KEY).orElseThrow().isOpen()).isFalse();
    assertThat(log.join(incident("event-1"), NOW).version()).isEqualTo(8);
  }

  private static Incident incident(String event) {
    Signal signal = new Signal("eventbridge-alarm", event, "orders-db-acu-high", "Threshold Crossed", NOW);
    return new Incident("orders-db-" + event, KEY, new ClusterId(KEY), "111122223333", "eu-west-1", "capacity", "", "", NOW, signal);
  }
}
