package io.auroraresponder.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.fake.InMemoryTable;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.ledger.IncidentLog.Admission;
import io.auroraresponder.ledger.IncidentLog.AlarmChange;
import io.auroraresponder.ledger.IncidentLog.Arrival;
import io.auroraresponder.ledger.IncidentLog.Done;
import io.auroraresponder.ledger.IncidentLog.NextLook;
import io.auroraresponder.ledger.IncidentLog.Reminder;
import io.auroraresponder.ledger.IncidentLog.Seen;
import io.auroraresponder.ledger.IncidentLogEntry.Claim;
import io.auroraresponder.ledger.IncidentLogEntry.Look;
import io.auroraresponder.ledger.IncidentLogEntry.Step;
import io.auroraresponder.ledger.IncidentLogEntry.Told;
import io.auroraresponder.ledger.Table.Condition;
import io.auroraresponder.ledger.Table.Item;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is remembered, and that a crash anywhere loses and repeats nothing. */
final class IncidentLogTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:15:00Z");
  private static final Duration TIME_OUT = Duration.ofSeconds(60);
  private static final Instant SOON = NOW.plusSeconds(300);
  private static final String KEY = "orders-db";

  private final InMemoryTable table = new InMemoryTable(InstantSource.system());
  private final IncidentLog log = new IncidentLog(table);

  private IncidentLogEntry take(String event, Admission admission, Instant now) {
    return log.take(alarm(event, NOW), (seen, entry) -> seen, seen -> admission, now).entry();
  }

  private Seen seen(String event) {
    return log.take(alarm(event, NOW), (seen, entry) -> seen, seen -> Admission.NOTED, NOW).judgement();
  }

  private IncidentLogEntry waiting(String event) {
    return take(event, Admission.waiting(SOON), NOW);
  }

  private IncidentLogEntry claimed(String event, String owner) {
    return take(event, Admission.claimed(claim(owner, NOW), SOON), NOW);
  }

  private IncidentLogEntry entry() {
    return log.recall(KEY).orElseThrow();
  }

  private IncidentLogEntry finish(String owner, String event, NextLook next) {
    return log.done(entry(), new Done(owner, Optional.of(told(event)), Set.of(event)), left -> next, NOW);
  }

  private static Claim claim(String owner, Instant now) {
    return new Claim(owner, now.plus(TIME_OUT));
  }

  private static Look look(String event, String report, String result) {
    return Look.of(incident(event), report, "{\"plan\":1}", result, "load-growth", NOW);
  }

  private static Told told(String event) {
    return new Told(event, "load-growth critical applied", NOW);
  }

  @Test
  void whatPeopleHeardIsRememberedUntilTheIncidentIsOver() {
    log.examined(claimed("event-1", "run-1"), look("event-1", "{}", "{}"), NOW);
    finish("run-1", "event-1", NextLook.at(SOON));
    assertThat(entry().told()).contains(told("event-1"));
    assertThat(waiting("event-2").told()).contains(told("event-1"));

    finish("", "event-2", NextLook.never(Report.State.RESOLVED));
    assertThat(waiting("event-3").told()).isEmpty();
  }

  @Test
  void anEventIsTheFirstOnceAndDoneOnlyWhenFinished() {
    assertThat(seen("event-1")).isEqualTo(Seen.FIRST);
    assertThat(seen("event-1")).isEqualTo(Seen.UNFINISHED);

    finish("", "event-1", NextLook.at(SOON));

    assertThat(seen("event-1")).isEqualTo(Seen.DONE);
    assertThat(log.seenBefore("event-2")).isEmpty();
  }

  @Test
  void whatNeedsNoLookIsFinishedAtOnce() {
    take("event-1", Admission.FINISHED, NOW);

    assertThat(seen("event-1")).isEqualTo(Seen.DONE);
    assertThat(entry().isOpen()).isFalse();
    assertThat(entry().changes()).containsEntry("alarm", NOW);
    assertThat(log.due(NOW.plus(TIME_OUT))).isEmpty();
  }

  @Test
  void recordedSignalOpensTheIncidentAndWaitsForNobody() {
    IncidentLogEntry entry = take("event-1", Admission.recorded(SOON), NOW);

    assertThat(entry.isOpen()).isTrue();
    assertThat(entry.pending()).isEmpty();
    assertThat(seen("event-1")).isEqualTo(Seen.DONE);
    assertThat(log.due(SOON)).containsExactly(new Reminder(KEY, SOON));
  }

  @Test
  void oneWriteTakesASignalIn() {
    IncidentLogEntry entry = claimed("event-1", "run-1");

    assertThat(entry.version()).isEqualTo(1);
    assertThat(entry.isOpen()).isTrue();
    assertThat(entry.pending()).containsOnlyKeys("event-1");
    assertThat(entry.claim()).contains(claim("run-1", NOW));
    assertThat(entry.changes()).containsEntry("alarm", NOW);
    assertThat(log.due(SOON)).containsExactly(new Reminder(KEY, SOON));
  }

  @Test
  void secondRunAfterACrashBetweenDiagnosisAndMessageGoesOnWithTheStoredReport() {
    IncidentLogEntry first = claimed("event-1", "run-1");
    log.decided(log.examined(first, look("event-1", "{\"report\":1}", ""), NOW), "event-1", "{\"result\":\"applied\"}", Optional.empty(),
        NOW);

    Instant later = NOW.plus(TIME_OUT);
    IncidentLogEntry taken = take("event-1", Admission.claimed(claim("run-2", later), later), later);

    assertThat(taken.claim().map(Claim::owner)).contains("run-2");
    assertThat(taken.next("event-1")).isEqualTo(Step.PUBLISH);
    assertThat(taken.look().report()).isEqualTo("{\"report\":1}");
    assertThat(taken.look().result()).isEqualTo("{\"result\":\"applied\"}");
    assertThat(taken.look().sent()).isEmpty();
    assertThat(taken.pending()).containsKey("event-1");
  }

  @Test
  void everyStepIsTheNextUntilItIsMarked() {
    IncidentLogEntry entry = claimed("event-1", "run-1");
    assertThat(entry.next("event-1")).isEqualTo(Step.DIAGNOSE);

    entry = log.examined(entry, look("event-1", "{}", ""), NOW);
    assertThat(entry.next("event-1")).isEqualTo(Step.HAND_OVER);

    entry = log.decided(entry, "event-1", "{}", Optional.empty(), NOW);
    assertThat(entry.next("event-1")).isEqualTo(Step.PUBLISH);

    log.abandon(entry, "run-1", Optional.of(told("event-1")), NOW);
    assertThat(entry().next("event-1")).isEqualTo(Step.DONE);
    assertThat(entry().next("event-2")).isEqualTo(Step.DIAGNOSE);
  }

  @Test
  void anAnswerThatIsKnownWithItsDiagnosisIsKeptWithIt() {
    IncidentLogEntry entry = log.examined(claimed("event-1", "run-1"), look("event-1", "{}", "{\"result\":\"not-needed\"}"), NOW);

    IncidentLogEntry decided = log.decided(entry, "event-1", "{\"result\":\"not-needed\"}", Optional.empty(), NOW);

    assertThat(decided.next("event-1")).isEqualTo(Step.PUBLISH);
    assertThat(decided.version()).isEqualTo(entry.version());
  }

  @Test
  void claimIsHeldAgainstOthersUntilItRunsOut() {
    IncidentLogEntry entry = waiting("event-1");

    assertThat(log.claim(entry, claim("run-1", NOW), NOW)).isPresent();
    assertThat(log.claim(entry, claim("run-2", NOW), NOW.plus(TIME_OUT).minusMillis(1))).isEmpty();
    assertThat(log.claim(entry, claim("run-1", NOW.plusSeconds(1)), NOW.plusSeconds(1))).isPresent();
    assertThat(log.claim(entry, claim("run-2", NOW.plusSeconds(61)), NOW.plusSeconds(61))).isPresent();
  }

  @Test
  void onlyItsOwnerEndsAClaim() {
    claimed("event-1", "run-1");

    log.abandon(entry(), "run-2", Optional.empty(), NOW);
    assertThat(entry().claim()).isPresent();

    log.abandon(entry(), "run-1", Optional.empty(), NOW);
    assertThat(entry().claim()).isEmpty();
    assertThat(entry().pending()).containsKey("event-1");
  }

  @Test
  void ofManyRunsAtOnceExactlyOneHasTheClaimAndNoWriteIsLost() throws InterruptedException, ExecutionException {
    waiting("event-0");
    List<Future<Boolean>> runs = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int run = 0; run < 4; run++) {
        String name = "run-" + run;
        runs.add(
            threads.submit(
                () -> log.take(
                    alarm("event-" + name, NOW),
                    (seen, entry) -> entry.claim().isEmpty(),
                    free -> free ? Admission.claimed(claim(name, NOW), SOON) : Admission.waiting(SOON),
                    NOW).judgement()));
      }
    }

    int taken = 0;
    for (Future<Boolean> run : runs) {
      taken += run.get() ? 1 : 0;
    }
    assertThat(taken).isEqualTo(1);
    assertThat(entry().pending()).hasSize(5);
  }

  @Test
  void aRunThatLostTheRaceDecidesAnew() {
    List<Boolean> asked = new ArrayList<>();

    boolean free =
        log.take(
            alarm("event-1", NOW),
            (seen, entry) -> {
              asked.add(entry.claim().isEmpty());
              if (asked.size() == 1) {
                claimed("event-2", "run-2");
              }
              return entry.claim().isEmpty();
            },
            judged -> judged ? Admission.claimed(claim("run-1", NOW), SOON) : Admission.waiting(SOON),
            NOW).judgement();

    assertThat(free).isFalse();
    assertThat(asked).containsExactly(true, false);
    assertThat(entry().claim().map(Claim::owner)).contains("run-2");
    assertThat(entry().pending()).containsOnlyKeys("event-1", "event-2");
  }

  @Test
  void secondSignalJoinsTheOpenIncidentAndKeepsItsId() {
    IncidentLogEntry opened = waiting("event-1");

    IncidentLogEntry joined = waiting("event-2");

    assertThat(joined.incident()).isEqualTo(opened.incident());
    assertThat(joined.openings()).hasSize(1);
    assertThat(joined.joined(incident("event-2")).id()).isEqualTo(incident("event-1").id());
    assertThat(joined.pending().get("event-2")).isEqualTo(joined.joined(incident("event-2")));
  }

  @Test
  void signalAfterTheEndOpensANewIncidentAndCountsAsAnOpening() {
    waiting("event-1");
    finish("", "event-1", NextLook.never(Report.State.RESOLVED));

    IncidentLogEntry again = take("event-2", Admission.waiting(SOON), NOW.plusSeconds(60));

    assertThat(again.incident()).contains(incident("event-2"));
    assertThat(again.openings()).containsExactly(NOW, NOW.plusSeconds(60));
    assertThat(again.state()).isEqualTo(Report.State.OPEN);
  }

  @Test
  void onlyAlarmsCountAsOpenings() {
    Arrival byHand = new Arrival(incident("event-1"), Optional.empty());

    IncidentLogEntry opened = log.take(byHand, (seen, entry) -> seen, seen -> Admission.waiting(SOON), NOW).entry();

    assertThat(opened.isOpen()).isTrue();
    assertThat(opened.openings()).isEmpty();
  }

  @Test
  void mitigatedIncidentOpensAgainUnderItsOldId() {
    waiting("event-1");
    finish("", "event-1", NextLook.at(SOON, Report.State.MITIGATED));
    assertThat(entry().state()).isEqualTo(Report.State.MITIGATED);

    IncidentLogEntry again = take("event-2", Admission.waiting(SOON), NOW.plusSeconds(60));

    assertThat(again.incident()).contains(incident("event-1"));
    assertThat(again.openings()).hasSize(2);
  }

  @Test
  void closingWhatIsNotOpenChangesNothing() {
    IncidentLogEntry noted = take("event-1", Admission.NOTED, NOW);

    assertThat(finish("", "event-1", NextLook.at(SOON, Report.State.MITIGATED))).isEqualTo(noted);
  }

  @Test
  void newestChangeOfAnAlarmNeverGoesBack() {
    take("event-1", Admission.NOTED, NOW);

    IncidentLogEntry after =
        log.take(alarm("event-2", NOW.minusSeconds(60)), (seen, entry) -> seen, seen -> Admission.NOTED, NOW).entry();

    assertThat(after.changes()).containsEntry("alarm", NOW);
    assertThat(after.isOpen()).isFalse();
  }

  @Test
  void reminderIsDueAtItsTimeAndTheEarlierOneStays() {
    log.remind(KEY, NOW.plusSeconds(300));
    log.remind(KEY, NOW.plusSeconds(600));

    assertThat(log.due(NOW.plusSeconds(299))).isEmpty();
    assertThat(log.due(NOW.plusSeconds(300))).containsExactly(new Reminder(KEY, NOW.plusSeconds(300)));

    log.remind(KEY, NOW.plusSeconds(200));
    assertThat(log.due(NOW.plusSeconds(200))).hasSize(1);
  }

  @Test
  void leavingPutsTheNextLookOffUnlessAnotherSignalWaits() {
    claimed("event-1", "run-1");
    finish("run-1", "event-1", NextLook.at(NOW.plusSeconds(900)));
    assertThat(log.due(NOW.plusSeconds(900))).containsExactly(new Reminder(KEY, NOW.plusSeconds(900)));

    claimed("event-2", "run-2");
    waiting("event-3");
    finish("run-2", "event-2", NextLook.at(NOW.plusSeconds(900)));
    assertThat(log.due(SOON)).containsExactly(new Reminder(KEY, SOON));
  }

  @Test
  void whatIsOverLeavesTheListUnlessASignalIsUnfinished() {
    claimed("event-1", "run-1");
    waiting("event-2");
    finish("run-1", "event-1", NextLook.never(Report.State.RESOLVED));
    assertThat(log.due(NOW)).hasSize(1);

    finish("", "event-2", NextLook.never(Report.State.RESOLVED));
    assertThat(log.due(SOON)).isEmpty();
  }

  @Test
  void howItIsLeftIsDecidedOnWhatIsThereThen() {
    IncidentLogEntry stale = claimed("event-1", "run-1");
    waiting("event-2");

    log.done(
        stale,
        new Done("run-1", Optional.empty(), Set.of("event-1")),
        left -> left.pending().isEmpty() ? NextLook.never(Report.State.RESOLVED) : NextLook.at(SOON),
        NOW);

    assertThat(entry().isOpen()).isTrue();
    assertThat(entry().pending()).containsOnlyKeys("event-2");
    assertThat(log.due(SOON)).hasSize(1);
  }

  @Test
  void resultOfAnOlderLookDoesNotReachANewerOne() {
    IncidentLogEntry entry = claimed("event-1", "run-1");
    entry = log.examined(entry, look("event-1", "{\"n\":1}", ""), NOW);
    entry = log.examined(entry, look("event-2", "{\"n\":2}", ""), NOW);

    log.decided(entry, "event-1", "{\"late\":true}", Optional.empty(), NOW);
    log.abandon(entry, "run-1", Optional.of(told("event-1")), NOW);

    assertThat(entry().look().result()).isEmpty();
    assertThat(entry().look().sent()).isEmpty();
  }

  @Test
  void itemsStandAsTheProtocolWantsThem() {
    claimed("event-1", "run-1");

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
    IncidentLogEntry entry = waiting("event-1");
    table.loseNextAnswer();
    assertThatThrownBy(() -> log.claim(entry, claim("run-1", NOW), NOW)).isInstanceOf(Table.TableUnavailableException.class);

    assertThat(log.claim(entry, claim("run-1", NOW), NOW)).isPresent();
    assertThat(log.claim(entry, claim("run-2", NOW), NOW)).isEmpty();
  }

  @Test
  void foreignAttributesOfAnItemDoNotHurt() {
    table.put(new Item(new Table.Key("INCIDENT#orders-db", "STATE"), Map.of("state", "open"), Map.of("ver", 7L)), Condition.NONE);

    assertThat(entry().isOpen()).isFalse();
    assertThat(waiting("event-1").version()).isEqualTo(8);
  }

  private static Arrival alarm(String event, Instant at) {
    return new Arrival(incident(event), Optional.of(new AlarmChange("alarm", at)));
  }

  private static Incident incident(String event) {
    Signal signal = new Signal("eventbridge-alarm", event, "orders-db-acu-high", "Threshold Crossed", NOW);
    return new Incident("orders-db-" + event, KEY, new ClusterId(KEY), "111122223333", "eu-west-1", "capacity", "", "", NOW, signal);
  }
}
