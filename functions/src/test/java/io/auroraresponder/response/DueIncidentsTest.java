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
    String other = SignalBench.alarm("orders-db", "ALARM", bench.now(), "CPUUtilization", "");
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
}
