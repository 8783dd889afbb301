package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.fake.Crash;
import io.auroraresponder.fake.FakeAurora;
import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.PlanNote;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.Decision.Result;
import io.auroraresponder.remediation.guard.GuardVerdict;
import io.auroraresponder.remediation.guard.ReasonCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlanDeciderTest {
  private final RemediationBench bench = new RemediationBench();

  @Test
  void appliesOnceAndOpensALeaseOverTheWholeRange() {
    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.APPLIED);
    assertThat(decision.mode()).isEqualTo(Policy.Mode.ACT);
    assertThat(decision.wouldBe()).isEmpty();
    assertThat(bench.aurora.calls()).extracting(FakeAurora.Call::range).containsExactly(RemediationBench.RAISED);
    assertThat(bench.lease().base()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.lease().current()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.lease().until()).isEqualTo(RemediationBench.START.plus(Duration.ofHours(4)));
    assertThat(bench.head().changeNo()).isEqualTo(1);
    assertThat(bench.head().window()).extracting(Charge::acuHours).containsExactly(32.0);
    assertThat(decision.chainSeq()).isEqualTo(3);
    assertThat(decision.chainHash()).isEqualTo(bench.head().hash());
  }

  @Test
  void saysWhatWasDoneUntilWhenAndForHowMuch() {
    Decision decision = bench.raise();

    assertThat(decision.summary().text()).contains("Max raised from 8 to 12 ACU until 14:15 UTC", bench.lease().id(),
        "at most 1.12 USD/h more");
    assertThat(commands(decision).getFirst())
        .isEqualTo(
            "./responder undo " + bench.lease().id() + " --aws");
    assertThat(commands(decision).get(1)).isEqualTo("./responder switch stop --aws");
  }

  @Test
  void answersTheSamePlanWithoutDoingItAgain() {
    Wish wish = bench.wish("incident-1");
    bench.decide(wish);

    Decision again = bench.decide(wish);

    assertThat(again.result()).isEqualTo(Result.APPLIED);
    assertThat(bench.aurora.calls()).hasSize(1);
  }

  @Test
  void staysAnsweredAfterTheLeaseWasGivenBack() {
    Wish wish = bench.wish("incident-1");
    bench.decide(wish);
    bench.aurora.demand(1);
    bench.sweepFor(Duration.ofMinutes(30));
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    bench.aurora.demand(12);

    bench.decide(wish);

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void observesWithPriceAndTheCommandThatWouldAllowIt() {
    bench.aurora.tag("mode", "observe");

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.DRY_RUN);
    assertThat(decision.wouldBe()).contains(Result.APPLIED);
    assertThat(decision.summary().text()).contains("from 8 to 12 ACU", "1.12 USD/h");
    assertThat(commands(decision))
        .anySatisfy(
            command ->
                assertThat(command)
                    .contains("aws rds add-tags-to-resource", "Key=aurora-responder:mode,Value=act",
                    "Key=aurora-responder:cluster,Value=" + FakeAurora.RESOURCE));
    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(bench.head().ver()).isZero();
  }

  @Test
  void observeShowsWhatActWouldHaveRefused() {
    bench.aurora.tag("mode", "observe");
    bench.aurora.tag("freeze", "always");

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.DRY_RUN);
    assertThat(decision.wouldBe()).contains(Result.REFUSED);
    assertThat(refusals(decision)).containsExactlyInAnyOrder(ReasonCode.MODE, ReasonCode.FREEZE);
  }

  @Test
  void aDeploymentThatDoesNotActSaysWhatItWouldDoAndWhatAllowsIt() {
    HardLimits usual = HardLimits.DEFAULTS;
    HardLimits looking = new HardLimits(
        usual.defaultMode(), Policy.Mode.OBSERVE, usual.maxAcu(), usual.minAcu(), usual.step(), usual.lease(), usual.budgetAcuHours(),
        usual.cooldown(), usual.ratePerDay(), usual.eventAge(), usual.evidenceAge(), usual.planExpiry(), usual.freeze(), usual.actions());
    RemediationBench quiet = new RemediationBench(RemediationBench.BASE, looking);

    Decision decision = quiet.raise();

    assertThat(decision.result()).isEqualTo(Result.DRY_RUN);
    assertThat(decision.wouldBe()).contains(Result.APPLIED);
    assertThat(decision.summary().text()).startsWith(
        "Not done, because this deployment changes nothing (setting acting). Mode act would raise");
    assertThat(decision.commands()).extracting(command -> command.text().text()).anyMatch(text -> text.contains("\"acting\": true"));
    assertThat(quiet.aurora.calls()).isEmpty();
  }

  @Test
  void aClusterOfAnotherDeploymentIsLookedAtAndNeverChanged() {
    bench.aurora.tag("deployment", "aurora-responder-canary");

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.DRY_RUN);
    assertThat(decision.summary().text()).contains("the tag aurora-responder:deployment names aurora-responder-canary");
    assertThat(bench.aurora.calls()).isEmpty();
    bench.aurora.tag("deployment", "aurora-responder");
    assertThat(bench.decide(bench.wish("incident-2")).result()).isEqualTo(Result.APPLIED);
  }

  @Test
  void aLeaseUnderATagThatNamesAnotherDeploymentIsPausedAndAnnounced() {
    bench.raise();
    bench.aurora.tag("deployment", "");
    bench.aurora.demand(1);

    bench.sweepFor(Duration.ofMinutes(40));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.kinds()).contains(EntryKind.PAUSED);
  }

  @Test
  void aCopyOfAClusterIsToldTheCommandThatBindsItsTags() {
    bench.aurora.tag("cluster", "cluster-PARENT");

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.DRY_RUN);
    assertThat(decision.wouldBe()).contains(Result.APPLIED);
    assertThat(commands(decision)).anyMatch(command -> command.contains("Key=aurora-responder:cluster,Value=" + FakeAurora.RESOURCE));
  }

  @Test
  void observesWithItsTroublesWhenATagIsGarbled() {
    bench.aurora.tag("max-acu", "lots");

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.DRY_RUN);
    assertThat(decision.summary().text()).contains("aurora-responder:max-acu", "lots");
    assertThat(decision.wouldBe()).contains(Result.REFUSED);
    assertThat(commands(decision)).noneMatch(command -> command.contains("Value=act"))
        .anyMatch(command -> command.contains("aws rds list-tags-for-resource"));
  }

  @Test
  void proposesWithTheExactCommandInModePropose() {
    bench.aurora.tag("mode", "propose");

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.PROPOSED);
    assertThat(decision.wouldBe()).contains(Result.APPLIED);
    assertThat(commands(decision).get(2))
        .isEqualTo(
            "aws rds modify-db-cluster --db-cluster-identifier orders-db --apply-immediately"
                + " --serverless-v2-scaling-configuration MinCapacity=0.5,MaxCapacity=12");
    assertThat(bench.aurora.calls()).isEmpty();
  }

  @Test
  void proposesOnWeakEvidenceEvenInModeAct() {
    Decision decision = bench.decide(bench.wish("i", bench.diagnosis(Cause.LOAD_GROWTH, Lever.RAISE_MAX, RangeQuestion.Strength.PROPOSE)));

    assertThat(decision.result()).isEqualTo(Result.PROPOSED);
    assertThat(bench.aurora.calls()).isEmpty();
  }

  @Test
  void refusesWithAllReasonsAndOneEntryHoweverOftenItIsAsked() {
    bench.stop("ann");
    bench.aurora.tag("freeze", "always");

    Decision first = bench.raise();
    Decision second = bench.raise();

    assertThat(first.result()).isEqualTo(Result.REFUSED);
    assertThat(refusals(first)).containsExactlyInAnyOrder(ReasonCode.KILL_SWITCH, ReasonCode.FREEZE);
    assertThat(second.result()).isEqualTo(Result.REFUSED);
    assertThat(bench.kinds()).containsExactly(EntryKind.REFUSED);
    assertThat(bench.aurora.calls()).isEmpty();
  }

  @Test
  void judgesAnewWhenTheReasonOfARefusalHasGone() {
    bench.aurora.tag("freeze", "always");
    bench.raise();
    bench.aurora.untag("freeze");

    assertThat(bench.raise().result()).isEqualTo(Result.APPLIED);
  }

  @Test
  void refusesWithoutALedger() {
    Wish wish = bench.wish("incident-1");
    bench.table.fates(call -> Fate.TIMEOUT_BEFORE);

    Decision decision = bench.decide(wish);

    assertThat(decision.result()).isEqualTo(Result.REFUSED);
    assertThat(refusals(decision)).contains(ReasonCode.LEDGER);
    assertThat(bench.aurora.calls()).isEmpty();
  }

  @Test
  void refusesWhenTheIntentCannotBeWritten() {
    bench.table.fates(call -> call.equals("table:put") ? Fate.TIMEOUT_BEFORE : Fate.GO);

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.REFUSED);
    assertThat(bench.aurora.calls()).isEmpty();
  }

  @Test
  void returnsTheChargeOnADefiniteRefusal() {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.REFUSE : Fate.GO);

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.FAILED);
    assertThat(decision.summary().text()).contains("InvalidParameterValue");
    assertThat(bench.kinds()).containsExactly(EntryKind.INTENT, EntryKind.NOT_APPLIED);
    assertThat(bench.head().window()).isEmpty();
    assertThat(bench.head().change()).isEmpty();
  }

  @Test
  void nothingWaitsInTheSlotWhenOnlyTheClusterIsNotAvailable() {
    bench.aurora.status("backing-up");

    Decision decision = bench.raise();
    bench.aurora.status("available");
    bench.sweepFor(Duration.ofMinutes(1));

    assertThat(decision.result()).isEqualTo(Result.DEFERRED);
    assertThat(bench.kinds()).containsExactly(EntryKind.DEFERRED);
    assertThat(bench.head().change()).isEmpty();
    assertThat(bench.raise().result()).isEqualTo(Result.APPLIED);
  }

  @Test
  void throttlingReturnsTheChargeAndTheNextLookRepeatsTheWish() {
    AtomicInteger calls = new AtomicInteger();
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") && calls.getAndIncrement() == 0 ? Fate.THROTTLE : Fate.GO);

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.DEFERRED);
    assertThat(bench.head().window()).isEmpty();
    assertThat(bench.head().change()).isEmpty();
    bench.sweepFor(Duration.ofMinutes(5));
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.raise().result()).isEqualTo(Result.APPLIED);
    assertThat(bench.head().window()).hasSize(1);
  }

  @Test
  void acceptedIsNotAppliedUntilARangeIsRead() {
    bench.aurora.staleness(Duration.ofSeconds(90));

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.UNCERTAIN);
    assertThat(decision.summary().text()).contains("Accepted by RDS");
    assertThat(bench.kinds()).containsExactly(EntryKind.INTENT, EntryKind.ACCEPTED);
    bench.sweepFor(Duration.ofMinutes(2));
    assertThat(bench.kinds()).containsExactly(EntryKind.INTENT, EntryKind.ACCEPTED, EntryKind.APPLIED);
    assertThat(bench.news).extracting(LeaseNews::kind).containsExactly(EntryKind.APPLIED);
  }

  @Test
  void isUncertainAfterATimeoutAndFindsTheChangeByReadingBack() {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.TIMEOUT_AFTER : Fate.GO);

    Decision decision = bench.raise();
    bench.sweepFor(Duration.ofMinutes(6));

    assertThat(decision.result()).isEqualTo(Result.UNCERTAIN);
    assertThat(bench.kinds()).containsExactly(EntryKind.INTENT, EntryKind.UNSURE, EntryKind.APPLIED);
    assertThat(bench.lease().base()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.aurora.calls()).hasSize(1);
  }

  /** Two reads a minute apart may both show what was before the call. */
  @Test
  void readsThatMayBeOlderThanTheCallResolveNothing() {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.TIMEOUT_AFTER : Fate.GO);
    bench.aurora.staleness(Duration.ofSeconds(170));

    bench.raise();
    bench.sweepFor(Duration.ofMinutes(6));

    assertThat(bench.kinds()).containsExactly(EntryKind.INTENT, EntryKind.UNSURE, EntryKind.APPLIED);
    assertThat(bench.head().lease()).isPresent();
  }

  @Test
  void keepsTheChargeWhenTheOldRangeIsReadBackTwice() {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.TIMEOUT_BEFORE : Fate.GO);

    bench.raise();
    bench.sweepFor(Duration.ofMinutes(6));

    assertThat(bench.kinds()).containsExactly(EntryKind.INTENT, EntryKind.UNSURE, EntryKind.NOT_APPLIED);
    assertThat(bench.head().window()).hasSize(1);
    assertThat(bench.head().lateCalls()).hasSize(1);
    assertThat(bench.raise().result()).isEqualTo(Result.REFUSED);
    assertThat(bench.aurora.calls()).hasSize(1);
  }

  @Test
  void neverAdoptsARangeOfWhichNobodyKnowsWhoSetIt() {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.DELAY : Fate.GO);
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(6));
    assertThat(bench.head().lease()).isEmpty();

    bench.aurora.foreign(RemediationBench.RAISED);
    bench.sweepFor(Duration.ofMinutes(60));

    assertThat(bench.kinds().getLast()).isEqualTo(EntryKind.UNCLAIMED);
    assertThat(bench.head().lease()).isEmpty();
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.news.getLast().said().severity()).isEqualTo(io.auroraresponder.incident.Severity.CRITICAL);
    assertThat(refusals(bench.raise())).contains(ReasonCode.IN_FLIGHT);
  }

  @Test
  void isSupersededWhenAnotherRangeIsReadBack() {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.TIMEOUT_BEFORE : Fate.GO);
    bench.raise();
    bench.aurora.foreign(ScalingRange.of(1, 20));

    bench.sweepFor(Duration.ofMinutes(6));

    assertThat(bench.kinds()).contains(EntryKind.SUPERSEDED);
    assertThat(bench.head().change()).isEmpty();
    assertThat(bench.head().lease()).isEmpty();
  }

  @Test
  void tellsOnceWhenAnUnsureChangeCannotBeReadBack() {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.TIMEOUT_AFTER : Fate.GO);
    bench.raise();
    bench.aurora.fates(call -> call.equals("rds:DescribeDBClusters") ? Fate.THROTTLE : Fate.GO);

    bench.sweepFor(Duration.ofMinutes(40));

    assertThat(bench.kinds()).containsExactly(EntryKind.INTENT, EntryKind.UNSURE, EntryKind.ESCALATED);
    assertThat(bench.head().change()).isPresent();
  }

  @Test
  void doesNotSendWhenTheSwitchIsThrownAfterTheIntent() {
    AtomicInteger puts = new AtomicInteger();
    bench.table.fates(
        call -> {
          if (call.equals("table:put") && puts.incrementAndGet() == 2) {
            // The second put of a first change flushes the intent: the operator's command lands right behind it.
            bench.table.fates(quiet -> Fate.GO);
            bench.stop("ann");
          }
          return Fate.GO;
        });

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.REFUSED);
    assertThat(bench.kinds()).containsExactly(EntryKind.INTENT, EntryKind.NOT_APPLIED);
    assertThat(bench.head().window()).isEmpty();
    assertThat(bench.aurora.calls()).isEmpty();
  }

  @Test
  void doesNotSendWhenSomebodyChangesTheRangeAfterTheIntent() {
    afterIntent(() -> bench.aurora.foreign(ScalingRange.of(0.5, 20)));

    assertThat(bench.raise().result()).isEqualTo(Result.REFUSED);
    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(bench.aurora.range()).isEqualTo(ScalingRange.of(0.5, 20));
  }

  @Test
  void doesNotSendWhenTooMuchTimeWentByOnEitherClock() {
    afterIntent(() -> bench.clock.suspend(Duration.ofSeconds(11)));
    assertThat(bench.raise().result()).isEqualTo(Result.REFUSED);

    RemediationBench other = new RemediationBench();
    afterIntent(other, () -> other.clock.jump(Duration.ofSeconds(11)));
    assertThat(other.raise().result()).isEqualTo(Result.REFUSED);

    RemediationBench back = new RemediationBench();
    afterIntent(back, () -> back.clock.jump(Duration.ofSeconds(-1)));
    assertThat(back.raise().result()).isEqualTo(Result.REFUSED);

    RemediationBench justInTime = new RemediationBench();
    afterIntent(justInTime, () -> justInTime.clock.advance(Duration.ofSeconds(10)));
    assertThat(justInTime.raise().result()).isEqualTo(Result.APPLIED);
    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(other.aurora.calls()).isEmpty();
  }

  @Test
  void stepsTheSameLeaseWhenTheRaiseIsUsedUp() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(35));
    bench.aurora.demand(20);

    Decision second = bench.decide(bench.wish("incident-2"));

    assertThat(second.result()).isEqualTo(Result.APPLIED);
    assertThat(bench.lease().base()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.lease().step()).isEqualTo(2);
    assertThat(bench.aurora.range()).isEqualTo(ScalingRange.of(0.5, 16));
    assertThat(bench.head().window()).extracting(Charge::acuHours).containsExactly(32.0, 64.0);
  }

  @Test
  void namesActionAndClusterWhenAccessIsDenied() {
    RemediationPorts ports =
        new RemediationPorts(
            bench.ledger, bench.operators, bench.aurora, bench.aurora, request ->
            new ClusterChanges.Outcome.Refused("AccessDenied", "not authorized"), bench.clock,
            bench.clock::nanos);

    Decision decision = RemediationModule.open(ports, bench.settings).decider().decide(bench.wish("incident-1"));

    assertThat(decision.result()).isEqualTo(Result.FAILED);
    assertThat(decision.summary().text()).contains("rds:ModifyDBCluster", "arn:aws:rds:eu-west-2:111122223333:cluster:orders-db",
        "aurora-responder:mode");
  }

  @Test
  void asksHourlyForWhatWasRefusedForGood() {
    List<Fate> fates = new ArrayList<>(List.of(Fate.REFUSE, Fate.REFUSE));
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") && !fates.isEmpty() ? fates.removeFirst() : Fate.GO);

    assertThat(bench.raise().result()).isEqualTo(Result.FAILED);
    bench.clock.advance(Duration.ofMinutes(59));
    assertThat(bench.raise().result()).isEqualTo(Result.FAILED);
    assertThat(bench.aurora.calls()).hasSize(1);
    bench.clock.advance(Duration.ofMinutes(1));

    assertThat(bench.raise().result()).isEqualTo(Result.FAILED);
    assertThat(bench.aurora.calls()).hasSize(2);
    assertThat(bench.head().window()).isEmpty();
  }

  @Test
  void treatsAnAdapterThatThrowsAsUnsure() {
    RemediationPorts ports =
        new RemediationPorts(
            bench.ledger, bench.operators, bench.aurora, bench.aurora, request -> {
              throw new IllegalStateException("reset");
            }, bench.clock, bench.clock::nanos);

    Decision decision = RemediationModule.open(ports, bench.settings).decider().decide(bench.wish("incident-1"));

    assertThat(decision.result()).isEqualTo(Result.UNCERTAIN);
    assertThat(bench.head().change().orElseThrow().phase()).isEqualTo(Change.Phase.UNSURE);
  }

  @Test
  void reportsEveryGuardAsPassOrRefuse() {
    Report.Decision reported = bench.raise().reported();

    assertThat(reported.result()).isEqualTo("applied");
    assertThat(reported.mode()).isEqualTo("act");
    assertThat(reported.reasons()).hasSize(ReasonCode.values().length - 2)
        .allSatisfy(answer -> assertThat(answer.verdict()).isEqualTo("pass"));
  }

  @Test
  void decidesOnceAfterAMachineThatDiedInItsSending() {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.CRASH_AFTER : Fate.GO);
    Wish wish = bench.wish("incident-1");
    assertThatThrownBy(() -> bench.decide(wish)).isInstanceOf(Crash.class);
    bench.aurora.fates(call -> Fate.GO);

    Decision during = bench.decide(wish);
    bench.sweepFor(Duration.ofMinutes(8));
    Decision after = bench.decide(wish);

    assertThat(during.result()).isEqualTo(Result.UNCERTAIN);
    assertThat(after.result()).isEqualTo(Result.APPLIED);
    assertThat(bench.aurora.calls()).hasSize(1);
    assertThat(bench.head().plans().values()).extracting(PlanNote::result).containsExactly(PlanNote.Result.APPLIED);
  }

  private void afterIntent(Runnable event) {
    afterIntent(bench, event);
  }

  /** Happens when the intent of a first change has been written: its second put is the flush behind it. */
  private static void afterIntent(RemediationBench bench, Runnable event) {
    AtomicInteger puts = new AtomicInteger();
    bench.table.fates(
        call -> {
          if (call.equals("table:put") && puts.incrementAndGet() == 2) {
            event.run();
          }
          return Fate.GO;
        });
  }

  private static List<String> commands(Decision decision) {
    return decision.commands().stream().map(Advice::command).map(Phrase::text).toList();
  }

  private static List<ReasonCode> refusals(Decision decision) {
    return decision.reasons().stream().filter(verdict -> verdict.answer() == GuardVerdict.Answer.REFUSE).map(GuardVerdict::guard).toList();
  }

  @Test
  void aRaiseThatTheRunHasNoTimeToSeeToItsEndIsDeferredBeforeItsIntent() {
    bench.aurora.fates(call -> {
      bench.clock.advance(Duration.ofSeconds(9));
      return Fate.GO;
    });

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.DEFERRED);
    assertThat(decision.summary().text()).contains("of this run are left");
    assertThat(bench.kinds()).containsExactly(EntryKind.DEFERRED);
    assertThat(bench.head().window()).isEmpty();
    assertThat(bench.aurora.calls()).isEmpty();
  }
}
