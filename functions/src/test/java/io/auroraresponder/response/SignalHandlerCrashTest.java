package io.auroraresponder.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.Crash;
import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.Fates;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.response.Answer.Result;
import io.auroraresponder.response.SignalBench.Step;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The machine dies in the middle, and the event comes again when the dead run's claim is over. */
final class SignalHandlerCrashTest {
  private static final Duration NEXT_TRY = Duration.ofMinutes(2);

  /** More calls than one run makes, or the loop over them proves nothing. */
  private static final int MOST_CALLS = 200;

  /** Calls until a signal is on the work list: its event, its incident read and written, its reminder. */
  private static final int TAKING = 3;

  private final SignalBench bench = new SignalBench();

  private static boolean dies(SignalBench bench, String event) {
    try {
      bench.receive(event);
      return false;
    } catch (Crash crash) {
      return true;
    }
  }

  private static Answer.Handled again(SignalBench bench, String event) {
    bench.remediation.clock.advance(NEXT_TRY);
    return bench.receive(event).handled().getFirst();
  }

  @ParameterizedTest
  @EnumSource(value = Step.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void changesOnceAndTellsUnderOneKeyWhereverAStepWasTheLast(Step last) {
    String event = bench.alarm("orders-db", "ALARM");
    bench.crashAfter = last;

    assertThat(dies(bench, event)).isTrue();
    Answer.Handled second = again(bench, event);

    assertThat(second.result()).isEqualTo(Result.REPORTED);
    assertThat(second.reason()).isEqualTo("load-growth: applied");
    assertThat(bench.remediation.aurora.calls()).hasSize(1);
    assertThat(bench.dedupKeys).hasSize(last == Step.PUBLISHED ? 2 : 1);
    assertThat(bench.dedupKeys.stream().distinct()).hasSize(1);
    assertThat(bench.looks).hasSize(1);
    assertThat(again(bench, event).reason()).isEqualTo("this event was handled before");
  }

  @ParameterizedTest
  @EnumSource(value = Step.class, names = {"NONE", "TAKEN", "EXAMINED"}, mode = EnumSource.Mode.EXCLUDE)
  void keepsAnAnswerThatChangesNothingWithItsDiagnosis(Step last) {
    bench.diagnosis = bench::lockPileup;
    String event = bench.alarm("orders-db", "ALARM");
    bench.crashAfter = last;

    assertThat(dies(bench, event)).isTrue();
    Answer.Handled second = again(bench, event);

    assertThat(second.reason()).isEqualTo("lock-pileup: not-needed");
    assertThat(bench.dedupKeys.stream().distinct()).hasSize(1);
    assertThat(bench.looks).hasSize(1);
  }

  @Test
  void sendsTheMessageThatATopicRefusedWithoutDoingTheRestAgain() {
    String event = bench.alarm("orders-db", "ALARM");
    bench.refusedMessages = 1;
    assertThat(bench.receive(event).mustComeAgain()).isTrue();
    assertThat(bench.reports).isEmpty();

    Answer.Handled second = bench.receive(event, "the next try").handled().getFirst();

    assertThat(second.result()).isEqualTo(Result.REPORTED);
    assertThat(bench.reports).hasSize(1);
    assertThat(bench.looks).hasSize(1);
    assertThat(bench.remediation.aurora.calls()).hasSize(1);
  }

  @Test
  void waitsForTheClaimOfARunThatMayStillBeAlive() {
    String event = bench.alarm("orders-db", "ALARM");
    bench.crashAfter = Step.EXAMINED;
    assertThat(dies(bench, event)).isTrue();
    bench.remediation.clock.advance(Duration.ofSeconds(20));

    Answer.Handled soon = bench.receive(event).handled().getFirst();

    assertThat(soon.result()).isEqualTo(Result.DEFERRED);
    assertThat(bench.remediation.aurora.calls()).isEmpty();
    assertThat(again(bench, event).result()).isEqualTo(Result.REPORTED);
  }

  @Test
  void neverChangesTwiceWhicheverCallWasTheLast() {
    int calls = 0;
    boolean died = true;
    while (died) {
      calls++;
      boolean before = diesAtCall(calls, Fate.CRASH_BEFORE);
      boolean after = diesAtCall(calls, Fate.CRASH_AFTER);
      died = before || after;
      assertThat(calls).isLessThan(MOST_CALLS);
    }
    assertThat(calls).isGreaterThan(10);
  }

  @Test
  void thePatrolFinishesWhateverWasTakenIn() {
    int calls = 0;
    int finished = 0;
    boolean died = true;
    while (died) {
      calls++;
      SignalBench one = new SignalBench();
      died = diesAtCall(one, calls, Fate.CRASH_AFTER);
      one.remediation.clock.advance(Resolution.STANDING);
      boolean due = !one.incidents.due(one.now()).isEmpty();
      if (due) {
        one.built().resume("orders-db", Caller.any("patrol"), Deadline.after(Duration.ofSeconds(50)));
        finished++;
        assertThat(one.dedupKeys).as("died at call %s", calls).isNotEmpty();
        assertThat(one.dedupKeys.stream().distinct()).as("died at call %s", calls).hasSize(1);
        assertThat(one.remediation.aurora.calls()).as("died at call %s", calls).hasSizeLessThanOrEqualTo(1);
        assertThat(one.incidents.recall("orders-db").orElseThrow().pending()).as("died at call %s", calls).isEmpty();
      }
      assertThat(due).as("is due though the run died at call %s", calls).isEqualTo(calls > TAKING);
      assertThat(calls).isLessThan(MOST_CALLS);
    }
    assertThat(finished).isGreaterThan(10);
  }

  @Test
  void anOkThatDiesOnItsWayIsFinishedByItsNextDelivery() {
    int calls = 0;
    boolean died = true;
    while (died) {
      calls++;
      SignalBench one = new SignalBench();
      one.diagnosis = one::lockPileup;
      one.receive(one.alarm("orders-db", "ALARM"));
      one.remediation.clock.advance(Duration.ofMinutes(2));
      String ok = one.alarm("orders-db", "OK");
      died = diesAtCall(one, calls, Fate.CRASH_AFTER, ok);

      again(one, ok);

      IncidentLogEntry entry = one.incidents.recall("orders-db").orElseThrow();
      assertThat(entry.isOpen()).as("died at call %s", calls).isFalse();
      assertThat(calls).isLessThan(MOST_CALLS);
    }
    assertThat(calls).isGreaterThan(4);
  }

  private static boolean diesAtCall(int number, Fate fate) {
    SignalBench bench = new SignalBench();
    String event = bench.alarm("orders-db", "ALARM");
    boolean died = diesAtCall(bench, number, fate, event);
    Answer.Handled last = again(bench, event);
    bench.remediation.sweepFor(Duration.ofMinutes(5));

    assertThat(last.result()).as("%s at call %s", fate, number).isIn(Result.REPORTED, Result.IGNORED);
    assertThat(bench.remediation.aurora.calls()).as("%s at call %s", fate, number).hasSizeLessThanOrEqualTo(1);
    assertThat(bench.dedupKeys).as("%s at call %s", fate, number).isNotEmpty();
    assertThat(bench.dedupKeys.stream().distinct()).as("%s at call %s", fate, number).hasSize(1);
    assertThat(bench.incidents.recall("orders-db").orElseThrow().pending()).as("%s at call %s", fate, number).isEmpty();
    return died;
  }

  private static boolean diesAtCall(SignalBench bench, int number, Fate fate) {
    return diesAtCall(bench, number, fate, bench.alarm("orders-db", "ALARM"));
  }

  private static boolean diesAtCall(SignalBench bench, int number, Fate fate, String event) {
    AtomicInteger left = new AtomicInteger(number);
    Fates fates = call -> left.decrementAndGet() == 0 ? fate : Fate.GO;
    bench.remediation.table.fates(fates);
    bench.remediation.aurora.fates(fates);
    boolean died = dies(bench, event);
    bench.remediation.table.fates(Fates.GOOD);
    bench.remediation.aurora.fates(Fates.GOOD);
    return died;
  }
}
