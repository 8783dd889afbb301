package io.auroraresponder.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.fake.Fate;
import io.auroraresponder.incident.Report;
import io.auroraresponder.lambda.AnswerJson;
import io.auroraresponder.ledger.IncidentLog.Reminder;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.response.Answer.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SignalHandlerTest {
  private static final String BY_HAND = "{\"cluster\":\"orders-db\",\"runbook\":\"capacity\"}";

  private final SignalBench bench = new SignalBench();

  private static Answer.Handled only(Answer answer) {
    assertThat(answer.handled()).hasSize(1);
    return answer.handled().getFirst();
  }

  private IncidentLogEntry entry(String key) {
    return bench.incidents.recall(key).orElseThrow();
  }

  @Test
  void answersAnAlarmWithItsReportAndWaitsForItsEnd() {
    Answer.Handled handled = only(bench.receive(bench.alarm("orders-db", "ALARM")));

    assertThat(handled.result()).isEqualTo(Result.REPORTED);
    assertThat(handled.reason()).isEqualTo("load-growth: applied");
    assertThat(handled.report()).contains(bench.reports.getFirst());
    assertThat(entry("orders-db").pending()).isEmpty();
    assertThat(entry("orders-db").claim()).isEmpty();
    assertThat(bench.incidents.due(bench.now().plus(Resolution.STANDING.minusMillis(1)))).isEmpty();
    assertThat(bench.incidents.due(bench.now().plus(Resolution.STANDING))).extracting(Reminder::key).containsExactly("orders-db");
  }

  @Test
  void handlesTheSameEventOnceHoweverOftenItComes() {
    String event = bench.alarm("orders-db", "ALARM");
    bench.receive(event);
    bench.remediation.clock.advance(Duration.ofMinutes(2));

    Answer again = bench.receive(SignalBench.batch(event));

    assertThat(only(again).result()).isEqualTo(Result.IGNORED);
    assertThat(only(again).reason()).isEqualTo("this event was handled before");
    assertThat(again.failedItems()).isEmpty();
    assertThat(bench.looks).hasSize(1);
    assertThat(bench.reports).hasSize(1);
    assertThat(bench.remediation.aurora.calls()).hasSize(1);
  }

  @Test
  void aStateOfTheFutureDoesNotMakeAllLaterOnesLate() {
    bench.receive(SignalBench.alarm("orders-db", "OK", bench.now().plus(Duration.ofDays(3650))));
    bench.remediation.clock.advance(Duration.ofMinutes(1));

    Answer.Handled next = only(bench.receive(bench.alarm("orders-db", "ALARM")));

    assertThat(next.result()).isEqualTo(Result.REPORTED);
  }

  @Test
  void saysWhichTagIsNotUnderstoodThoughNothingWasPlanned() {
    bench.remediation.aurora.tag("max-acu", "lots");
    bench.diagnosis = bench::unknown;

    Answer.Handled handled = only(bench.receive(bench.alarm("orders-db", "ALARM")));

    assertThat(findings(handled, "Policy")).singleElement().asString().contains("aurora-responder:max-acu reads lots");
  }

  @Test
  void saysInWhichStatusNothingCanBeChanged() {
    bench.remediation.aurora.status("turbo-scaling");

    Answer.Handled handled = only(bench.receive(bench.alarm("orders-db", "ALARM")));

    assertThat(findings(handled, "ClusterStatus")).containsExactly("the cluster's status is turbo-scaling: nothing can be changed now");
  }

  private static java.util.List<String> findings(Answer.Handled handled, String check) {
    return handled.report().orElseThrow().findings().stream()
        .map(Report.ReportedFinding::finding)
        .filter(finding -> finding.check().equals(check))
        .map(finding -> finding.summary().text())
        .toList();
  }

  @Test
  void whatNoTimeIsLeftForIsDueAndNotLookedIntoHalf() {
    bench.during = () -> bench.remediation.clock.advance(Duration.ofSeconds(40));

    Answer answer = bench.receive(SignalBench.batch(bench.alarm("orders-db", "ALARM"), bench.alarm("billing-db", "ALARM")),
        "invocation-1", Duration.ofSeconds(50));

    assertThat(answer.handled()).extracting(Answer.Handled::result).containsExactly(Result.REPORTED, Result.DEFERRED);
    assertThat(answer.failedItems()).isEmpty();
    assertThat(bench.looks).containsExactly("orders-db");
    assertThat(bench.incidents.due(bench.now())).extracting(Reminder::key).containsExactly("billing-db");
    assertThat(entry("billing-db").pending()).hasSize(1);
  }

  @Test
  void theFirstLookIsMadeHoweverLittleTimeThereIs() {
    Answer answer = bench.receive(bench.alarm("orders-db", "ALARM"), "invocation-1", Duration.ofSeconds(3));

    assertThat(only(answer).result()).isEqualTo(Result.REPORTED);
  }

  @Test
  void linksTheClusterAndTheAlarm() {
    bench.receive(bench.alarm("orders-db", "ALARM"));

    assertThat(bench.reports.getFirst().links()).extracting(Report.Link::title).containsExactly("Cluster", "Alarm");
  }

  @Test
  void leavesAnOlderStateAloneWhenANewerOneIsKnown() {
    bench.receive(SignalBench.alarm("orders-db", "OK", bench.now()));

    Answer.Handled late = only(bench.receive(SignalBench.alarm("orders-db", "ALARM", bench.now().minusSeconds(60))));

    assertThat(late.result()).isEqualTo(Result.IGNORED);
    assertThat(late.reason()).contains("newer state");
    assertThat(bench.looks).isEmpty();
  }

  @Test
  void keepsAMutedAlarmDueUntilTheMuteEndsEvenWhenItComesTwice() {
    String end = bench.now().plus(Duration.ofHours(2)).toString();
    String mute = "\"muteDetail\":{\"mutedByArn\":\"arn:aws:cloudwatch:eu-west-1:111122223333:alarm-mute-rule:batch\",\"muteWindowEnd\":\""
        + end + "\"},";
    String event = SignalBench.alarm("orders-db", "ALARM", bench.now(), "ACUUtilization", mute);

    Answer.Handled first = only(bench.receive(event));
    Answer.Handled second = only(bench.receive(event));

    assertThat(first.result()).isEqualTo(Result.DEFERRED);
    assertThat(first.reason()).startsWith("muted by arn");
    assertThat(bench.incidents.due(bench.now().plus(Duration.ofHours(2)))).extracting(Reminder::key).containsExactly("orders-db");
    assertThat(second).isEqualTo(first);
    assertThat(bench.looks).isEmpty();
    assertThat(bench.reports).isEmpty();
  }

  @Test
  void defersASignalWhileAnotherRunWorksOnTheClusterAndKeepsItDue() {
    String other = BY_HAND;
    Answer[] inBetween = new Answer[1];
    bench.during = () -> {
      bench.during = () -> {};
      inBetween[0] = bench.receive(other, "another invocation");
    };

    Answer first = bench.receive(SignalBench.alarm("orders-db", "ALARM", bench.now().minusSeconds(5)));

    assertThat(only(first).result()).isEqualTo(Result.REPORTED);
    assertThat(only(inBetween[0]).result()).isEqualTo(Result.DEFERRED);
    assertThat(only(inBetween[0]).reason()).contains("another run");
    assertThat(entry("orders-db").pending()).hasSize(1);
    assertThat(bench.incidents.due(bench.now().plus(Duration.ofMinutes(5)))).extracting(Reminder::key).containsExactly("orders-db");

    bench.remediation.clock.advance(Duration.ofMinutes(2));
    Answer.Handled later = only(bench.receive(other, "another invocation"));

    assertThat(later.result()).isEqualTo(Result.REPORTED);
    assertThat(entry("orders-db").pending()).isEmpty();
    assertThat(bench.remediation.aurora.calls()).hasSize(1);
  }

  @Test
  void callsAnIncidentMitigatedWhenItsAlarmEndsUnderALease() {
    bench.receive(bench.alarm("orders-db", "ALARM"));
    bench.remediation.clock.advance(Duration.ofMinutes(3));

    Answer.Handled closed = only(bench.receive(bench.alarm("orders-db", "OK")));

    assertThat(closed.result()).isEqualTo(Result.CLOSED);
    assertThat(closed.reason()).isEqualTo("mitigated: a lease is in force");
    assertThat(entry("orders-db").state()).isEqualTo(Report.State.MITIGATED);
  }

  @Test
  void callsAnIncidentResolvedWhenItsAlarmEndsAndNothingWasChanged() {
    bench.diagnosis = bench::lockPileup;
    bench.receive(bench.alarm("orders-db", "ALARM"));
    bench.remediation.clock.advance(Duration.ofMinutes(3));

    Answer.Handled closed = only(bench.receive(bench.alarm("orders-db", "OK")));

    assertThat(closed.reason()).isEqualTo("resolved");
    assertThat(entry("orders-db").isOpen()).isFalse();
    assertThat(only(bench.receive(bench.alarm("orders-db", "OK"))).reason()).isEqualTo("this event was handled before");
  }

  @Test
  void keepsAnInconclusiveLookDue() {
    bench.diagnosis = () -> bench.remediation.diagnosis(Cause.UNKNOWN, Lever.NONE, RangeQuestion.Strength.NONE);

    bench.receive(bench.alarm("orders-db", "ALARM"));

    assertThat(bench.incidents.due(bench.now().plus(Duration.ofMinutes(5)))).extracting(Reminder::key).containsExactly("orders-db");
    assertThat(bench.incidents.due(bench.now().plus(Duration.ofMinutes(4)))).isEmpty();
  }

  @Test
  void namesARunbookThatThisDeploymentDoesNotHave() {
    String event = SignalBench.alarm("orders-db", "ALARM", bench.now(), "DatabaseConnections", "");

    Answer.Handled handled = only(bench.receive(event));

    assertThat(handled.result()).isEqualTo(Result.IGNORED);
    assertThat(handled.reason()).isEqualTo("no runbook connectivity in this deployment");
    assertThat(bench.looks).isEmpty();
    assertThat(bench.incidents.due(bench.now().plus(Duration.ofDays(1)))).isEmpty();
  }

  @Test
  void handsBackExactlyTheItemThatFailed() {
    bench.defectiveCluster = "billing-db";
    String batch =
        SignalBench.batch(bench.alarm("orders-db", "ALARM"), bench.alarm("billing-db", "ALARM"), "{\"cut\":",
        bench.alarm("warehouse-db", "ALARM"));

    Answer answer = bench.receive(batch);

    assertThat(answer.failedItems()).containsExactly("item-2", "item-3");
    assertThat(answer.mustComeAgain()).isFalse();
    assertThat(answer.handled()).extracting(Answer.Handled::result)
        .containsExactly(Result.REPORTED, Result.DEFERRED, Result.REJECTED, Result.REJECTED);
    assertThat(AnswerJson.of(answer)).contains("\"batchItemFailures\":[{\"itemIdentifier\":\"item-2\"},{\"itemIdentifier\":\"item-3\"}]");
  }

  @Test
  void triesAFailedItemAgainAtOnceAndWholly() {
    bench.defectiveCluster = "billing-db";
    String batch = SignalBench.batch(bench.alarm("billing-db", "ALARM"));
    bench.receive(batch);
    bench.defectiveCluster = "";

    Answer again = bench.receive(batch, "the next delivery");

    assertThat(only(again).result()).isEqualTo(Result.REPORTED);
    assertThat(again.failedItems()).isEmpty();
  }

  @Test
  void failsTheInvocationWhenAnEventOutsideOfABatchCouldNotBeRecorded() {
    bench.remediation.table.fates(call -> Fate.TIMEOUT_BEFORE);

    Answer answer = bench.receive(bench.alarm("orders-db", "ALARM"));

    assertThat(answer.mustComeAgain()).isTrue();
    assertThat(only(answer).recorded()).isFalse();
  }

  @Test
  void failsTheInvocationWhenTheClusterCouldNotBeLookedUp() {
    bench.directory.throttle();

    Answer answer = bench.receive(bench.alarm("orders-db", "ALARM"));

    assertThat(answer.mustComeAgain()).isTrue();
    assertThat(only(answer).result()).isEqualTo(Result.REJECTED);
  }

  @Test
  void tellsOnceOfAnEventThatNamesAClusterThatIsNotThere() {
    String event = bench.alarm("nowhere-db", "ALARM");

    bench.receive(event);
    bench.receive(event);

    assertThat(bench.news).hasSize(1);
    assertThat(bench.news.getFirst().text().text()).contains("nowhere-db");
    assertThat(bench.looks).isEmpty();
  }

  @Test
  void leavesPeopleAloneWithTheAlarmOfAClusterThatIsNotOptedIn() {
    Answer answer = bench.receive(bench.alarm("warehouse-db", "ALARM"));

    assertThat(only(answer).reason()).contains("warehouse-db has not opted in");
    assertThat(bench.news).isEmpty();
  }

  @Test
  void anOrderByHandThatNamesAnInstanceIsLookedIntoAndChangesNothing() {
    Answer.Handled handled = only(bench.receive("{\"cluster\":\"orders-db-instance-1\"}"));

    assertThat(handled.result()).isEqualTo(Result.REPORTED);
    assertThat(handled.report().orElseThrow().findings().getFirst().finding().summary().text())
        .contains("orders-db-instance-1 is an instance");
    assertThat(bench.remediation.aurora.calls()).isEmpty();
  }

  @Test
  void asksTheLedgerNineTimesAtMostWhereNothingIsChanged() {
    bench.diagnosis = bench::lockPileup;
    List<String> calls = new ArrayList<>();
    bench.remediation.table.fates(call -> {
      calls.add(call);
      return Fate.GO;
    });

    assertThat(only(bench.receive(bench.alarm("orders-db", "ALARM"))).reason()).isEqualTo("lock-pileup: not-needed");

    // The event, the incident read and taken, its reminder; the diagnosis with its answer; left, the event done, the next look.
    assertThat(calls).containsExactly(
        "table:put", "table:get", "table:put", "table:put", "table:put", "table:put", "table:put", "table:put");
    calls.clear();
    bench.receive("{\"cluster\":\"billing-db\"}");
    assertThat(calls).as("a question by hand, which is over with its answer").hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void saysThatAnAlarmFlapsWithTheLastLookBeforeItIsQuiet() {
    bench.diagnosis = bench::lockPileup;
    for (int time = 0; time < 3; time++) {
      bench.receive(bench.alarm("orders-db", "ALARM"));
      bench.remediation.clock.advance(Duration.ofMinutes(2));
      bench.receive(bench.alarm("orders-db", "OK"));
      bench.remediation.clock.advance(Duration.ofMinutes(2));
    }

    Answer.Handled fourth = only(bench.receive(bench.alarm("orders-db", "ALARM")));

    assertThat(fourth.result()).isEqualTo(Result.DEFERRED);
    assertThat(bench.reports).hasSize(3);
    assertThat(AnswerJson.of(new Answer(List.of(Answer.Handled.reported("alarm", bench.reports.get(1))), List.of(), false)))
        .doesNotContain("flapping");
    assertThat(AnswerJson.of(new Answer(List.of(Answer.Handled.reported("alarm", bench.reports.get(2))), List.of(), false)))
        .contains("the alarm is flapping");
  }
}
