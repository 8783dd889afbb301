package io.auroraresponder.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.Crash;
import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.Fates;
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

  private static boolean diesAtCall(int number, Fate fate) {
    SignalBench bench = new SignalBench();
    AtomicInteger left = new AtomicInteger(number);
    Fates fates = call -> left.decrementAndGet() == 0 ? fate : Fate.GO;
    bench.remediation.table.fates(fates);
    bench.remediation.aurora.fates(fates);
    String event = bench.alarm("orders-db", "ALARM");

    boolean died = dies(bench, event);
    bench.remediation.table.fates(Fates.GOOD);
    bench.remediation.aurora.fates(Fates.GOOD);
    Answer.Handled last = again(bench, event);
    bench.remediation.sweepFor(Duration.ofMinutes(5));

    assertThat(last.result()).as("%s at call %s", fate, number).isIn(Result.REPORTED, Result.IGNORED);
    assertThat(bench.remediation.aurora.calls()).as("%s at call %s", fate, number).hasSizeLessThanOrEqualTo(1);
    assertThat(bench.dedupKeys).as("%s at call %s", fate, number).isNotEmpty();
    assertThat(bench.dedupKeys.stream().distinct()).as("%s at call %s", fate, number).hasSize(1);
    assertThat(bench.incidents.recall("orders-db").orElseThrow().pending()).as("%s at call %s", fate, number).isEmpty();
    return died;
  }
}
