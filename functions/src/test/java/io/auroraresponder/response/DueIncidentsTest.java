package io.auroraresponder.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.ledger.IncidentLog.Reminder;
import io.auroraresponder.response.Answer.Handled;
import io.auroraresponder.response.Answer.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the patrol hands back is finished, once, and nothing is changed on the word of an old signal. */
final class DueIncidentsTest {
  private final SignalBench bench = new SignalBench();

  private Handled resume(String key) {
    Answer answer = bench.built().resume(key, Caller.any("patrol-" + bench.now()), Deadline.after(Duration.ofSeconds(50)));
    assertThat(answer.handled()).hasSize(1);
    return answer.handled().getFirst();
  }

  private void deferASignal() {
    String other = "{\"cluster\":\"orders-db\",\"runbook\":\"capacity\"}";
    bench.during = () -> {
      bench.during = () -> {};
      bench.receive(other, "another invocation");
    };
    bench.receive(SignalBench.alarm("orders-db", "ALARM", bench.now().minusSeconds(5)));
    bench.remediation.clock.advance(Duration.ofMinutes(6));
  }

  @Test
  void finishesASignalThatHadToWait() {
    deferASignal();

    Handled handled = resume("orders-db");

    assertThat(handled.result()).isEqualTo(Result.REPORTED);
    assertThat(bench.looks).hasSize(2);
    assertThat(bench.incidents.recall("orders-db").orElseThrow().pending()).isEmpty();
    assertThat(bench.incidents.due(bench.now().plus(Duration.ofMinutes(4)))).isEmpty();
  }

  @Test
  void changesNothingWhereTheAlarmIsNotKnownToStand() {
    deferASignal();
    int before = bench.remediation.aurora.calls().size();

    Handled handled = resume("orders-db");

    assertThat(handled.reason()).doesNotContain("applied");
    assertThat(bench.remediation.aurora.calls()).hasSize(before);
  }

  @Test
  void saysThatNothingIsOpenForAClusterWithoutIncident() {
    assertThat(resume("nobody").reason()).isEqualTo("nothing of nobody is open");
  }

  @Test
  void looksAgainAfterAnInconclusiveAnswerAndTellsOnlyWhatIsNew() {
    bench.diagnosis = bench::unknown;
    bench.receive(bench.alarm("orders-db", "ALARM"));
    assertThat(bench.incidents.due(bench.now().plus(Duration.ofMinutes(6)))).extracting(Reminder::key).containsExactly("orders-db");
    bench.remediation.clock.advance(Duration.ofMinutes(6));

    Handled same = resume("orders-db");

    assertThat(same.result()).isEqualTo(Result.IGNORED);
    assertThat(same.reason()).isEqualTo("looked again: still unknown");
    assertThat(bench.looks).hasSize(2);
    assertThat(bench.reports).hasSize(1);
    assertThat(bench.incidents.due(bench.now().plus(Duration.ofMinutes(61)))).hasSize(1);

    bench.diagnosis = bench.remediation::loadGrowth;
    bench.remediation.clock.advance(Duration.ofMinutes(6));
    Handled found = resume("orders-db");

    assertThat(found.result()).isEqualTo(Result.REPORTED);
    assertThat(bench.reports).hasSize(2);
  }

  /** The patrol's rounds, once a minute; answers with the number of looks. */
  private int patrolFor(Duration time) {
    int before = bench.looks.size();
    for (long minute = 0; minute < time.toMinutes(); minute++) {
      bench.remediation.clock.advance(Duration.ofMinutes(1));
      bench.incidents.due(bench.now()).forEach(one -> resume(one.key()));
    }
    return bench.looks.size() - before;
  }

  private void standingLockPileup() {
    bench.diagnosis = bench::lockPileup;
    bench.receive(bench.alarm("orders-db", "ALARM"));
    bench.alarmStates.put("orders-db-alarm", "ALARM");
  }

  @Test
  void looksAtAStandingAlarmEveryTenToFifteenMinutesAndSaysTheSameOnceEveryFourHours() {
    standingLockPileup();

    int looks = patrolFor(Duration.ofHours(9));

    assertThat(looks).isBetween(9 * 4 - 1, 9 * 6);
    assertThat(bench.reports).hasSize(3);
    assertThat(bench.incidents.recall("orders-db").orElseThrow().isOpen()).isTrue();
  }

  @Test
  void saysAtOnceWhatHasChangedWhileTheAlarmStands() {
    standingLockPileup();
    patrolFor(Duration.ofMinutes(30));
    assertThat(bench.reports).hasSize(1);

    bench.diagnosis = bench.remediation::loadGrowth;
    patrolFor(Duration.ofMinutes(15));

    assertThat(bench.reports).hasSize(2);
    assertThat(bench.reports.getLast().verdict().cause()).isEqualTo("load-growth");
    assertThat(bench.reports.getLast().decision().result()).isEqualTo("applied");
    assertThat(bench.remediation.aurora.calls()).hasSize(1);
  }

  @Test
  void looksAgainWithinAMinuteWhereAPersonLiftsTheStopThatRefused() {
    bench.remediation.stop("ann");
    bench.receive(bench.alarm("orders-db", "ALARM"));
    bench.alarmStates.put("orders-db-alarm", "ALARM");
    patrolFor(Duration.ofMinutes(12));
    assertThat(bench.reports).singleElement().satisfies(report -> assertThat(report.decision().result()).isEqualTo("refused"));

    bench.remediation.run("ann");
    bench.remediation.sweep();
    int looks = patrolFor(Duration.ofMinutes(1));

    assertThat(looks).isEqualTo(1);
    assertThat(bench.reports.getLast().decision().result()).isEqualTo("applied");
    bench.remediation.sweepFor(Duration.ofMinutes(3));
    assertThat(bench.incidents.due(bench.now())).as("asked for once").isEmpty();
  }

  @Test
  void aStopThatIsLiftedBringsNoLookWhereNothingWasRefused() {
    standingLockPileup();
    bench.remediation.stop("ann");
    bench.remediation.clock.advance(Duration.ofMinutes(2));
    bench.remediation.run("ann");

    bench.remediation.sweep();

    assertThat(bench.incidents.due(bench.now())).isEmpty();
  }

  @Test
  void aStandingAlarmThatEndsIsNotLookedAtAnyMore() {
    standingLockPileup();
    patrolFor(Duration.ofMinutes(30));
    bench.alarmStates.put("orders-db-alarm", "OK");

    int looks = patrolFor(Duration.ofHours(2));

    assertThat(looks).isZero();
    assertThat(bench.incidents.recall("orders-db").orElseThrow().isOpen()).isFalse();
    assertThat(bench.reports).hasSize(1);
  }

  @Test
  void anAlarmOfWhichNothingIsKnownIsNotLookedAtOnceItsCauseIsKnown() {
    bench.diagnosis = bench::lockPileup;
    bench.receive(bench.alarm("orders-db", "ALARM"));

    int looks = patrolFor(Duration.ofHours(3));

    assertThat(looks).isZero();
    assertThat(bench.incidents.recall("orders-db").orElseThrow().isOpen()).isTrue();
  }
}
