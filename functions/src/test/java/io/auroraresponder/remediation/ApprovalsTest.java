package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.FakeAurora;
import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.remediation.Decision.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Plans that wait for a person, as sweeps and further looks find what was said of them. */
class ApprovalsTest {
  private final RemediationBench bench = new RemediationBench();

  ApprovalsTest() {
    bench.aurora.tag("mode", "propose");
  }

  private String hash() {
    return bench.head().pending().orElseThrow().plan().planHash();
  }

  private String lastNews() {
    return bench.news.getLast().said().text().text();
  }

  @Test
  void aProposalIsRecordedWithPriceHashAndBothAnswers() {
    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.PROPOSED);
    assertThat(bench.kinds()).containsExactly(EntryKind.PROPOSED);
    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(decision.plan().reported().orElseThrow().hash()).isEqualTo(hash());
    assertThat(decision.summary().text()).contains("1.12 USD/h", "26.88 USD a day", "until 10:30 UTC");
    assertThat(decision.commands()).extracting(command -> command.command().text())
        .contains("./responder approve " + hash() + " --aws", "./responder refuse " + hash() + " --aws");
  }

  @Test
  void aYesSendsThePlanOnceUnderAllGuardsAndSaysWhoAgreed() {
    bench.raise();
    bench.approve(hash(), true, "AROABOB");
    bench.approve(hash(), true, "AROAANN");

    bench.sweepFor(Duration.ofMinutes(3));

    assertThat(bench.aurora.calls()).extracting(FakeAurora.Call::range).containsExactly(RemediationBench.RAISED);
    assertThat(bench.lease().base()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.head().pending()).isEmpty();
    assertThat(bench.chain()).filteredOn(entry -> entry.kind() == EntryKind.INTENT).singleElement()
        .satisfies(intent -> assertThat(intent.body()).contains("approval of AROABOB"));
    assertThat(bench.news.getFirst().said().text().text()).contains("was applied; approved by AROA");
  }

  @Test
  void anyNoWinsAndTheSameChangeIsNotProposedAgainSoon() {
    bench.raise();
    bench.approve(hash(), true, "AROABOB");
    bench.approve(hash(), false, "AROAANN");

    bench.sweepFor(Duration.ofMinutes(2));

    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(lastNews()).contains("is void: refused by AROAANN");
    assertThat(bench.decide(bench.wish("incident-2")).result()).isEqualTo(Result.REFUSED);
    bench.clock.advance(Duration.ofHours(1));
    assertThat(bench.decide(bench.wish("incident-2")).result()).isEqualTo(Result.PROPOSED);
  }

  @Test
  void aYesAfterItsTimeActsOnNothing() {
    bench.raise();
    String hash = hash();
    bench.clock.advance(Duration.ofMinutes(15));
    bench.approve(hash, true, "AROABOB");

    bench.sweepFor(Duration.ofMinutes(2));

    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(bench.kinds()).containsExactly(EntryKind.PROPOSED, EntryKind.VOIDED);
    assertThat(lastNews()).contains("nobody agreed before 10:30 UTC");
  }

  @Test
  void aFurtherLookFindsTheSameProposalAndShowsItsHash() {
    bench.raise();
    String hash = hash();
    bench.clock.advance(Duration.ofMinutes(10));

    Decision again = bench.decide(bench.wish("incident-1"));

    assertThat(again.result()).isEqualTo(Result.PROPOSED);
    assertThat(again.plan().reported().orElseThrow().hash()).isEqualTo(hash);
    assertThat(bench.kinds()).containsExactly(EntryKind.PROPOSED);
  }

  @Test
  void aYesOnOldEvidenceAsksForAFreshLookOnceAndThatLookSends() {
    bench.raise();
    bench.approve(hash(), true, "AROABOB");
    bench.clock.advance(Duration.ofMinutes(7));
    bench.sweepFor(Duration.ofMinutes(2));

    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(bench.kinds()).containsExactly(EntryKind.PROPOSED, EntryKind.APPROVED);
    assertThat(new IncidentLog(bench.table.sound()).due(bench.clock.instant())).extracting(IncidentLog.Reminder::key)
        .containsExactly("orders-db");

    assertThat(bench.decide(bench.wish("incident-1")).result()).isEqualTo(Result.APPLIED);
    bench.sweepFor(Duration.ofMinutes(2));
    assertThat(bench.aurora.calls()).hasSize(1);
    assertThat(bench.head().pending()).isEmpty();
  }

  @Test
  void aYesWaitsForItsLookNoLongerThanItCounts() {
    bench.raise();
    bench.approve(hash(), true, "AROABOB");
    bench.clock.advance(Duration.ofMinutes(7));

    bench.sweepFor(Duration.ofMinutes(12));

    assertThat(bench.kinds()).containsExactly(EntryKind.PROPOSED, EntryKind.APPROVED, EntryKind.VOIDED);
  }

  @Test
  void driftOfRangePolicyOrPressureVoidsIt() {
    bench.raise();
    bench.aurora.tag("max-acu", "10");
    bench.sweep();
    assertThat(lastNews()).contains("policy changed since");

    bench.decide(bench.wish("incident-2"));
    bench.aurora.foreign(ScalingRange.of(1, 9));
    bench.approve(hash(), true, "AROABOB");
    bench.sweep();
    assertThat(lastNews()).contains("is void: the range is 1 to 9 ACU");
    assertThat(bench.aurora.calls()).isEmpty();
  }

  @Test
  void anApprovalActsWithinTheStopAndAnOrderGoesFirst() {
    bench.raise();
    bench.approve(hash(), true, "AROABOB");
    bench.stop("ann");
    bench.sweep();

    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(lastNews()).contains("is void", "stopped by ann");
  }

  @Test
  void ofAYesAndAnUndoInTheSameMinuteTheUndoGoesFirst() {
    bench.aurora.tag("mode", "act");
    bench.proposesAStep();
    bench.approve(hash(), true, "AROABOB");
    bench.order(Order.Kind.BACK, bench.lease().id(), "ann");

    bench.sweep();

    assertThat(bench.aurora.calls()).extracting(FakeAurora.Call::range).containsExactly(RemediationBench.RAISED, RemediationBench.BASE);
    assertThat(bench.head().pending()).isEmpty();
  }

  @Test
  void anOrderOfAPersonVoidsWhatIsProposed() {
    bench.aurora.tag("mode", "act");
    bench.proposesAStep();
    bench.aurora.status("backing-up");
    bench.order(Order.Kind.BACK, bench.lease().id(), "ann");

    bench.sweep();

    assertThat(bench.head().pending()).isEmpty();
    assertThat(bench.news).extracting(news -> news.said().text().text()).anyMatch(text -> text.contains("an order of ann stands"));
  }

  @Test
  void whatTheLedgerCannotRecordIsNotProposed() {
    bench.table.fates(call -> call.equals("table:put") ? Fate.TIMEOUT_BEFORE : Fate.GO);

    Decision decision = bench.raise();

    assertThat(decision.result()).isNotEqualTo(Result.PROPOSED);
    assertThat(decision.commands()).isEmpty();
  }

  @Test
  void weakEvidenceInModeActIsProposedTheSameWay() {
    bench.aurora.tag("mode", "act");
    bench.raise();
    bench.undo(bench.lease().id(), "ann");
    bench.sweepFor(Duration.ofMinutes(45));
    assertThat(bench.decide(bench.wish("incident-2")).result()).isEqualTo(Result.PROPOSED);
    bench.approve(hash(), true, "AROABOB");

    bench.sweepFor(Duration.ofMinutes(1));

    assertThat(bench.aurora.calls()).extracting(FakeAurora.Call::range)
        .isEqualTo(List.of(RemediationBench.RAISED, RemediationBench.BASE, RemediationBench.RAISED));
  }

  @Test
  void aProposalWhoseAlarmsAreOverIsVoidWhateverSomebodySays() {
    Optional<IncidentLog.AlarmChange> alarm = Optional.of(new IncidentLog.AlarmChange("orders-db-acu-high", bench.clock.instant()));
    bench.raise();
    bench.recorded(alarm, Report.State.MITIGATED);
    bench.sweep();
    assertThat(bench.head().pending()).isPresent();
    bench.recorded(alarm, Report.State.RESOLVED);
    bench.approve(hash(), true, "AROABOB");

    bench.sweep();

    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(lastNews()).contains("is void: its alarms are over");
  }

  @Test
  void aProposalOfAnIncidentThatNoAlarmSpokeOfWaitsThoughItIsOverWithItsAnswer() {
    bench.raise();
    bench.recorded(Optional.empty(), Report.State.RESOLVED);

    bench.sweep();

    assertThat(bench.head().pending()).isPresent();
  }

  @Test
  void whatWaitsForAPersonEndsWithItsClusterAndThatIsTold() {
    bench.raise();
    bench.aurora.drop();

    bench.sweepFor(Duration.ofMinutes(5));

    assertThat(bench.kinds()).endsWith(EntryKind.ABANDONED);
    assertThat(lastNews()).contains("the cluster is gone; ended with it: the change of max from 8 to 12 ACU that waits for a person");
  }
}
