package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.fake.FakeAurora;
import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.ClosedLease;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.LeaseNote;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.policy.HardLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
  private final RemediationBench bench = new RemediationBench();

  @Test
  void raisesVerifiesAndGivesBackWhenTheLoadHasGone() {
    raised(10);

    sweep(8);
    assertThat(bench.lease().verdict()).isEqualTo(Lease.Verdict.HELPED);
    bench.aurora.demand(3);
    sweep(26);

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.head().lease()).isEmpty();
    assertThat(bench.kinds())
        .containsExactly(
            EntryKind.INTENT, EntryKind.ACCEPTED, EntryKind.APPLIED, EntryKind.HELPED, EntryKind.RETURN_BEGUN, EntryKind.INTENT,
            EntryKind.ACCEPTED, EntryKind.APPLIED, EntryKind.GIVEN_BACK);
    assertThat(news()).containsExactly(EntryKind.HELPED, EntryKind.RETURN_BEGUN, EntryKind.GIVEN_BACK);
    assertThat(bench.news).extracting(LeaseNews::watch)
        .containsExactly(Report.NextLook.LEASE_WATCH, Report.NextLook.LEASE_WATCH, Phrase.EMPTY);
    assertThat(last(bench).end()).isEqualTo(Lease.End.GIVEN_BACK);
  }

  @Test
  void isUsedUpWhenTheNewCeilingIsReachedAgain() {
    raised(20);

    sweep(8);

    assertThat(bench.lease().verdict()).isEqualTo(Lease.Verdict.USED_UP);
    assertThat(bench.lease().phase()).isEqualTo(Lease.Phase.HELD);
    assertThat(new IncidentLog(bench.table.sound()).due(bench.clock.instant())).as("looked at at once")
        .extracting(IncidentLog.Reminder::key)
        .containsExactly("orders-db");
    assertThat(bench.news.getLast().nextLook().map(Optional::isEmpty).orElse(false)).as("the log does not know the incident").isTrue();
  }

  /** Raising max lowers every ratio to max by arithmetic: 8 of 12 ACU is no help when 8 was all that was wanted. */
  @Test
  void isNotUsedWhenOnlyTheRatioFellAndIsHeldBecauseTheLoadIsStillThere() {
    raised(8);

    sweep(8);
    assertThat(bench.lease().verdict()).isEqualTo(Lease.Verdict.NO_HELP);
    assertThat(bench.lease().phase()).isEqualTo(Lease.Phase.RETURNING);
    sweep(60);

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.lease().phase()).isEqualTo(Lease.Phase.HELD);
    assertThat(bench.kinds()).contains(EntryKind.RETURN_HALTED);
  }

  @Test
  void helpedWhenThePressureFellThoughCapacityStayed() {
    raised(8);
    bench.aurora.signal(Metric.DB_LOAD, 9);

    sweep(8);

    assertThat(bench.lease().verdict()).isEqualTo(Lease.Verdict.HELPED);
  }

  @Test
  void hadNoEffectWhenThePressureGotWorse() {
    raised(8);
    bench.aurora.signal(Metric.DB_LOAD, 40);

    sweep(8);

    assertThat(bench.lease().verdict()).isEqualTo(Lease.Verdict.NO_HELP);
    assertThat(bench.lease().phase()).isEqualTo(Lease.Phase.RETURNING);
    assertThat(bench.news.getLast().said().severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void isUnverifiedAfterAQuarterOfAnHourWithoutMetricsAndAllowsNoFurtherRaise() {
    raised(20);
    silent(60);

    sweep(19);
    assertThat(bench.lease().phase()).isEqualTo(Lease.Phase.VERIFYING);
    sweep(2);

    assertThat(bench.lease().verdict()).isEqualTo(Lease.Verdict.UNVERIFIED);
    assertThat(bench.lease().phase()).isEqualTo(Lease.Phase.HELD);
  }

  @Test
  void holdsWhileOneMinuteOfTheQuietTimeIsMissing() {
    raised(10);
    sweep(8);
    bench.aurora.demand(3);
    Instant quiet = bench.clock.instant();
    bench.aurora.gap(quiet.plus(Duration.ofMinutes(5)));

    sweep(19);
    assertThat(bench.lease().phase()).isEqualTo(Lease.Phase.HELD);
    sweep(6);

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void givesBackAtSeventyPercentOfTheOldMaxAndNotAbove() {
    raised(10);
    sweep(8);
    bench.aurora.demand(5.61);
    sweep(30);
    assertThat(bench.lease().phase()).isEqualTo(Lease.Phase.HELD);

    bench.aurora.demand(5.6);
    sweep(20);

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void isOverdueAndAnnouncedWhenItIsStillNeededAtItsEnd() {
    bench.aurora.tag("budget-acu-hours-per-day", "40");
    raised(10);

    sweep(241);

    assertThat(bench.lease().isOverdue()).isTrue();
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    LeaseNews announced = bench.news.getLast();
    assertThat(announced.kind()).isEqualTo(EntryKind.OVERDUE);
    assertThat(announced.said().severity()).isEqualTo(Severity.WARNING);
    assertThat(announced.said().text().text()).contains("is overdue since", "up to 26.88 USD a day");
    assertThat(announced.said().commands()).isNotEmpty();
  }

  @Test
  void isAnnouncedAgainEveryDayAndGivenBackWhenNotNeeded() {
    bench.aurora.tag("budget-acu-hours-per-day", "40");
    raised(10);
    sweep(250);
    sweep(24 * 60);
    assertThat(news()).filteredOn(EntryKind.REMINDED::equals).hasSize(1);

    bench.aurora.demand(2);
    sweep(32);

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    assertThat(last(bench).end()).isEqualTo(Lease.End.GIVEN_BACK);
  }

  @Test
  void yieldsToSomebodyElsesRangeAndLeavesItAlone() {
    raised(10);
    sweep(8);

    bench.aurora.foreign(ScalingRange.of(1, 6));
    sweep(60);

    assertThat(bench.aurora.range()).isEqualTo(ScalingRange.of(1, 6));
    assertThat(bench.head().lease()).isEmpty();
    assertThat(last(bench).end()).isEqualTo(Lease.End.YIELDED);
    assertThat(last(bench).found()).isEqualTo(ScalingRange.of(1, 6));
    assertThat(bench.news.getLast().said().text().text()).contains("1 to 6 ACU", "0.5 to 12 ACU", "0.5 to 8 ACU");
  }

  @Test
  void isGivenBackWhoeverSetTheOldRange() {
    raised(10);
    sweep(8);

    bench.aurora.foreign(RemediationBench.BASE);
    sweep(2);

    assertThat(last(bench).end()).isEqualTo(Lease.End.GIVEN_BACK);
    assertThat(bench.ledger.lease(FakeAurora.RESOURCE)).isInstanceOf(Reading.Known.class);
  }

  @Test
  void waitsForReadsThatLagBeforeItYields() {
    bench.aurora.demand(10);
    bench.raise();
    bench.aurora.staleness(Duration.ofSeconds(110));

    sweep(1);
    assertThat(bench.head().lease()).isPresent();
    sweep(3);

    assertThat(bench.head().lease()).isPresent();
  }

  @Test
  void isAbandonedWhenTheClusterIsGoneAndPausedWhenItIsOptedOut() {
    raised(10);
    bench.aurora.drop();
    sweep(4);
    assertThat(bench.head().lease()).isPresent();
    sweep(1);
    assertThat(last(bench).end()).isEqualTo(Lease.End.ABANDONED);

    RemediationBench anew = raisedBench();
    anew.aurora.recreate("cluster-NEW");
    anew.sweepFor(Duration.ofMinutes(5));
    assertThat(last(anew).end()).isEqualTo(Lease.End.ABANDONED);

    RemediationBench optedOut = raisedBench();
    optedOut.aurora.untag("mode");
    optedOut.sweepFor(Duration.ofMinutes(60));
    assertThat(optedOut.lease().marks().pausedSince()).isPresent();
    assertThat(optedOut.kinds()).filteredOn(EntryKind.PAUSED::equals).hasSize(1);
    optedOut.aurora.tag("mode", "act");
    optedOut.aurora.demand(2);
    optedOut.sweepFor(Duration.ofMinutes(30));
    assertThat(last(optedOut).end()).isEqualTo(Lease.End.GIVEN_BACK);
  }

  @Test
  void isNotAbandonedWhenTagsOrClusterCannotBeRead() {
    raised(10);

    bench.aurora.tagsReadable(false);
    sweep(5);
    bench.aurora.fates(call -> call.startsWith("rds:") ? Fate.THROTTLE : Fate.GO);
    sweep(5);

    assertThat(bench.head().lease()).isPresent();
  }

  @Test
  void givesNothingBackWhileStoppedAndTellsAtTheEnd() {
    raised(10);
    sweep(8);
    bench.stop("ann");
    bench.aurora.demand(2);

    sweep(240);

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.lease().isOverdue()).isTrue();
    assertThat(bench.news.getLast().said().text().text()).contains("stopped");

    bench.run("ann");
    sweep(2);
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void waitsForTheEndOfAFreezeBeforeItGivesBack() {
    raised(10);
    sweep(8);
    bench.aurora.tag("freeze", "daily 10:00-11:30");
    bench.aurora.demand(2);

    sweep(60);
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    sweep(10);

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void doesNotWakeAPausedClusterToGiveBack() {
    RemediationBench pausing = new RemediationBench(new ScalingRange(0, 16, 600), HardLimits.DEFAULTS);
    pausing.aurora.demand(10);
    pausing.raise();
    pausing.sweepFor(Duration.ofMinutes(8));
    pausing.aurora.demand(0);

    pausing.sweepFor(Duration.ofMinutes(60));
    assertThat(pausing.aurora.calls()).hasSize(1);
    assertThat(pausing.news.getLast().kind()).isEqualTo(EntryKind.PAUSED);
    assertThat(pausing.news.getLast().said().severity()).isEqualTo(Severity.INFO);
    pausing.aurora.demand(1);
    pausing.sweepFor(Duration.ofMinutes(10));

    assertThat(pausing.aurora.range()).isEqualTo(new ScalingRange(0, 16, 600));
    assertThat(last(pausing).end()).isEqualTo(Lease.End.GIVEN_BACK);
  }

  @Test
  void settlesTheChargeToTheTimeThatTheRangeWasHeld() {
    raised(10);
    sweep(8);
    bench.aurora.demand(3);
    sweep(26);

    Charge charge = bench.head().window().getFirst();

    assertThat(charge.acuHours()).isBetween(3.0, 5.0);
    assertThat(bench.news.getLast().said().text().text()).contains(" after ");
  }

  @Test
  void retriesARefusedGiveBackWithoutRepeatingTheNewsEveryMinute() {
    raised(10);
    sweep(8);
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.REFUSE : Fate.GO);
    bench.aurora.demand(3);

    sweep(60);

    assertThat(bench.kinds()).filteredOn(EntryKind.NOT_APPLIED::equals).hasSizeBetween(2, 6);
    assertThat(news()).filteredOn(EntryKind.NOT_APPLIED::equals).hasSize(1);
  }

  @Test
  void findsAGiveBackWhoseAnswerWasLost() {
    raised(10);
    sweep(8);
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.TIMEOUT_AFTER : Fate.GO);
    bench.aurora.demand(3);

    sweep(35);

    assertThat(bench.head().lease()).isEmpty();
    assertThat(last(bench).end()).isEqualTo(Lease.End.GIVEN_BACK);
    assertThat(bench.aurora.calls()).hasSize(2);
  }

  @Test
  void tellsTheSameNewsAgainUntilItWasSent() {
    raised(10);
    List<String> heard = new ArrayList<>();
    bench.clock.advance(Duration.ofMinutes(8));
    Deadline deadline = Deadline.after(Duration.ofMinutes(1), bench.clock::nanos);

    bench.office.keeper().tend(news -> {
      throw new DependencyException("sns", "Publish", "", true, "no answer", null);
    }, deadline);
    bench.office.keeper().tend(news -> heard.add(news.dedupKey()), deadline);
    bench.office.keeper().tend(news -> heard.add(news.dedupKey()), deadline);

    assertThat(heard).containsExactly(FakeAurora.RESOURCE + "#3", FakeAurora.RESOURCE + "#4");
  }

  @Test
  void helpedAHigherMinOnlyWhenThePressureFell() {
    bench.aurora.demand(6);
    bench.decide(bench.wish("i", bench.diagnosis(Cause.RAMP_LIMITED, Lever.RAISE_MIN, RangeQuestion.Strength.ACT)));
    assertThat(bench.aurora.range()).isEqualTo(ScalingRange.of(1, 8));

    sweep(8);

    assertThat(bench.lease().verdict()).isEqualTo(Lease.Verdict.NO_HELP);
  }

  @Test
  void showsRunbooksTheOpenLeaseAndThenTheClosedOne() {
    assertThat(note()).isInstanceOf(LeaseNote.None.class);
    raised(10);
    assertThat(note()).isInstanceOfSatisfying(LeaseNote.Open.class, open -> {
      assertThat(open.base()).isEqualTo(RemediationBench.BASE);
      assertThat(open.current()).isEqualTo(RemediationBench.RAISED);
      assertThat(open.incident()).isEqualTo("incident-1");
    });
    bench.aurora.foreign(RemediationBench.BASE);
    sweep(5);

    assertThat(note()).isInstanceOfSatisfying(LeaseNote.Closed.class, closed ->
        assertThat(closed.lease().incident()).isEqualTo("incident-1"));
  }

  @Test
  void asksAPersonBeforeItRaisesSoonAfterAGiveBack() {
    raised(10);
    sweep(8);
    bench.aurora.demand(3);
    sweep(25);
    bench.aurora.demand(20);
    sweep(40);

    assertThat(bench.decide(bench.wish("incident-2")).result()).isEqualTo(Decision.Result.PROPOSED);
  }

  @Test
  void renewsWhatIsStillNeededWhileTheBudgetCarriesIt() {
    raised(10);

    sweep(300);
    assertThat(bench.lease().renewals()).isEqualTo(1);
    assertThat(bench.lease().isOverdue()).isFalse();
    sweep(500);

    assertThat(bench.lease().renewals()).isEqualTo(2);
    assertThat(bench.lease().isOverdue()).isTrue();
    assertThat(bench.head().window()).extracting(Charge::raise).containsExactly(true, false, false);
  }

  @Test
  void usedIsNotHelpedWhileASignalIsWorse() {
    raised(10);
    bench.aurora.signal(Metric.DB_LOAD, 60);

    sweep(8);

    assertThat(bench.lease().verdict()).isEqualTo(Lease.Verdict.USED);
    assertThat(bench.lease().phase()).isEqualTo(Lease.Phase.HELD);
    assertThat(new IncidentLog(bench.table.sound()).due(bench.clock.instant())).extracting(IncidentLog.Reminder::key)
        .containsExactly("orders-db");
  }

  @Test
  void asksForNeedAgainWhenADeferredGiveBackIsSent() {
    raised(10);
    sweep(8);
    bench.aurora.demand(3);
    sweep(14);
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.THROTTLE : Fate.GO);
    sweep(6);
    assertThat(bench.kinds()).contains(EntryKind.DEFERRED);
    bench.aurora.demand(20);
    sweep(3);
    bench.aurora.fates(call -> Fate.GO);

    sweep(30);

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
  }

  @Test
  void chargesAReaderThatJoins() {
    raised(10);
    bench.aurora.members(4);

    sweep(2);

    assertThat(bench.lease().members()).isEqualTo(4);
    assertThat(bench.kinds()).contains(EntryKind.RECHARGED);
    assertThat(bench.head().window().stream().mapToDouble(Charge::acuHours).sum()).isBetween(63.0, 64.0);
  }

  @Test
  void holdsBackAndSaysSoOnceWhereTheWriterStartedUnderTheRaiseAndNobodyLooked() {
    raised(10);
    sweep(8);
    bench.aurora.restart();
    bench.aurora.demand(3);

    sweep(60);

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.kinds()).filteredOn(EntryKind.ESCALATED::equals).hasSize(1);
    assertThat(bench.news).extracting(news -> news.said().text().text())
        .anyMatch(text -> text.contains("no look of the last 24 h says which max_connections") && text.contains("up to 26.88 USD a day"));
  }

  @Test
  void givesBackOnceALookHasFoundALimitThatFits() {
    raised(10);
    sweep(8);
    bench.aurora.restart();
    bench.aurora.demand(3);
    sweep(30);
    bench.looked(FakeAurora.WRITER, 1700, true);

    sweep(8);

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void aLimitOfTheRaisedMaxHoldsTheGiveBackAndOnlyWarnsAnOrder() {
    raised(10);
    sweep(8);
    bench.aurora.restart();
    bench.clock.advance(Duration.ofMinutes(1));
    bench.looked(FakeAurora.WRITER, 2000, true);
    bench.aurora.demand(3);

    sweep(40);
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.news).extracting(news -> news.said().text().text()).anyMatch(text -> text.contains("max_connections is 2000"));
    bench.undo(bench.lease().id(), "ann");

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void aLimitThatWasSetByHandBeforeTheRaiseFitsAsBefore() {
    bench.looked(FakeAurora.WRITER, 3000, false);
    bench.clock.advance(Duration.ofMinutes(1));
    raised(10);
    sweep(8);
    bench.aurora.restart();
    bench.clock.advance(Duration.ofMinutes(1));
    bench.looked(FakeAurora.WRITER, 3000, true);
    bench.aurora.demand(3);

    sweep(30);

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void aLookOfYesterdayOrOfBeforeTheStartSaysNothing() {
    raised(10);
    bench.looked(FakeAurora.WRITER, 1600, true);
    bench.clock.advance(Duration.ofMinutes(2));
    bench.aurora.restart();
    bench.aurora.demand(3);
    sweep(40);
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);

    bench.looked(FakeAurora.WRITER, 1600, true);
    bench.aurora.status("backing-up");
    bench.clock.advance(Duration.ofHours(25));
    bench.aurora.status("available");
    sweep(20);

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
  }

  @Test
  void aStepWithAShorterLeaseIsChargedAndBoundAsLongAsTheLeaseLasts() {
    raised(20);
    sweep(8);
    assertThat(bench.lease().verdict()).isEqualTo(Lease.Verdict.USED_UP);
    Instant until = bench.lease().until();
    bench.aurora.tag("lease-hours", "0.5");
    bench.aurora.tag("budget-acu-hours-per-day", "200");

    Decision second = bench.decide(bench.wish("incident-2"));

    assertThat(second.result()).isEqualTo(Decision.Result.APPLIED);
    assertThat(bench.lease().until()).isEqualTo(until);
    double step = bench.head().window().getLast().acuHours();
    assertThat(step).isBetween(61.0, 64.0);
    assertThat(second.summary().text()).contains("until 14:15 UTC", "after its lease up to 53.76 USD a day until somebody decides");
  }

  @Test
  void timeBeyondItsEndStaysChargedHoweverTheLeaseCloses() {
    bench.aurora.tag("budget-acu-hours-per-day", "40");
    raised(10);
    sweep(241);
    assertThat(bench.lease().isOverdue()).isTrue();
    sweep(60);
    bench.aurora.drop();
    sweep(5);

    assertThat(last(bench).end()).isEqualTo(Lease.End.ABANDONED);
    assertThat(bench.head().window().stream().mapToDouble(Charge::acuHours).sum()).isGreaterThanOrEqualTo(32.0 + 8);
  }

  @Test
  void everyWordOfAnOpenLeaseSaysWhatItMayCost() {
    raised(10);

    sweep(300);

    assertThat(bench.news).filteredOn(news -> List.of(EntryKind.HELPED, EntryKind.RENEWED).contains(news.kind())).hasSize(2)
        .allSatisfy(news -> assertThat(news.said().text().text()).contains("after that up to 26.88 USD a day until somebody decides"));
  }

  @Test
  void oneClusterThatFailsHoldsNoOtherUpAndOldestGoesFirst() {
    raised(10);
    RemediationBench other = bench;
    other.aurora.fates(call -> {
      if (call.equals("rds:DescribeDBClusters")) {
        throw new IllegalStateException("a defect");
      }
      return Fate.GO;
    });

    LeaseKeeper.Tended soon = tended();
    bench.clock.advance(Duration.ofMinutes(11));
    LeaseKeeper.Tended late = tended();

    assertThat(soon.failed()).isEqualTo(1);
    assertThat(soon.isSound()).isTrue();
    assertThat(late.isSound()).isFalse();
    assertThat(late.oldest()).isGreaterThan(Duration.ofMinutes(10));
  }

  /** A lock pile-up: the processor rests because everybody waits. */
  @Test
  void lessWorkIsNoHelpWhileMoreSessionsWait() {
    raised(8);
    bench.aurora.signal(Metric.DB_LOAD, 60);
    bench.aurora.signal(Metric.CPU, 20);

    sweep(8);

    assertThat(bench.lease().verdict()).isEqualTo(Lease.Verdict.NO_HELP);
    assertThat(bench.news.getLast().said().text().text()).contains("active sessions 18 to 60");
  }

  @Test
  void afterAFailoverTheWriterOfNowIsJudgedAndNotTheOneThatRests() {
    raised(20);
    bench.aurora.failover();

    sweep(8);

    assertThat(bench.lease().verdict()).isEqualTo(Lease.Verdict.USED_UP);
  }

  @Test
  void aLeaseOverAPausedClusterPagesNobodyAndIsToldOnceMoreAtItsEnd() {
    RemediationBench pausing = new RemediationBench(new ScalingRange(0, 16, 600), HardLimits.DEFAULTS);
    pausing.aurora.demand(10);
    pausing.raise();
    pausing.sweepFor(Duration.ofMinutes(8));
    pausing.aurora.demand(0);

    pausing.sweepFor(Duration.ofHours(50));

    assertThat(pausing.aurora.calls()).hasSize(1);
    assertThat(pausing.news).extracting(LeaseNews::kind).endsWith(EntryKind.PAUSED, EntryKind.OVERDUE);
    assertThat(pausing.news).extracting(news -> news.said().severity()).doesNotContain(Severity.CRITICAL);
  }

  @Test
  void aLeaseOfAClusterThatCannotBeReadIsStillAnnouncedAtItsEndAndEveryDay() {
    raised(10);
    bench.aurora.fates(call -> call.equals("rds:DescribeDBClusters") ? Fate.THROTTLE : Fate.GO);

    sweep(3 * 24 * 60);

    assertThat(news()).filteredOn(EntryKind.OVERDUE::equals).hasSize(1);
    assertThat(news()).filteredOn(EntryKind.REMINDED::equals).hasSize(2);
  }

  @Test
  void aSweepThatDoesNotReachAllSaysSoAndTheNextBeginsWithWhatWaitsLongest() {
    raised(10);
    for (String each : List.of("cluster-A", "cluster-B", "cluster-Z")) {
      Head other = Head.first(each, new ClusterId("db-of-" + each), bench.table.id());
      bench.ledger.write(other.draft().lease(bench.lease()), EntryKind.APPLIED, new EntryBody());
    }
    bench.aurora.fates(call -> {
      bench.clock.advance(Duration.ofSeconds(35));
      return Fate.THROTTLE;
    });

    LeaseKeeper.Tended first = tended();
    for (int sweep = 0; sweep < 8; sweep++) {
      tended();
    }

    assertThat(first.heads()).isEqualTo(4);
    assertThat(first.left()).isEqualTo(2);
    assertThat(first.complete()).isFalse();
    Instant now = bench.clock.instant();
    for (String each : List.of("cluster-A", "cluster-B", "cluster-Z", FakeAurora.RESOURCE)) {
      Head head = bench.ledger.recorded(each).orElse(Optional.empty()).orElseThrow();
      assertThat(Duration.between(head.tendedAt(), now)).as(each).isLessThan(Duration.ofMinutes(5));
    }
  }

  @Test
  void nothingIsBegunThatTheRunHasNoTimeToSeeToItsEndAndTheNextSweepBeginsWithIt() {
    raised(10);
    sweep(8);
    bench.order(Order.Kind.BACK, bench.lease().id(), "ann");
    Instant before = bench.head().tendedAt();

    bench.office.keeper().tend(bench.news::add, Deadline.after(Duration.ofSeconds(12), bench.clock::nanos));

    assertThat(bench.aurora.calls()).hasSize(1);
    assertThat(bench.kinds()).endsWith(EntryKind.ORDERED);
    assertThat(bench.head().tendedAt()).isEqualTo(before);
    bench.office.keeper().tend(bench.news::add, Deadline.after(Duration.ofSeconds(13), bench.clock::nanos));
    assertThat(bench.aurora.calls()).hasSize(2);
  }

  @Test
  void newsThatCannotBeSentForTenMinutesFailTheSweep() {
    raised(10);
    bench.clock.advance(Duration.ofMinutes(8));

    LeaseKeeper.Tended soon = tendedWithoutTopic();
    bench.clock.advance(Duration.ofMinutes(11));
    LeaseKeeper.Tended late = tendedWithoutTopic();

    assertThat(soon.isSound()).isTrue();
    assertThat(late.unsent()).isEqualTo(1);
    assertThat(late.isSound()).isFalse();
  }

  private LeaseKeeper.Tended tendedWithoutTopic() {
    return bench.office.keeper().tend(news -> {
      throw new DependencyException("sns", "Publish", "", true, "the topic's key is not to be used", null);
    }, Deadline.after(Duration.ofMinutes(1), bench.clock::nanos));
  }

  private LeaseKeeper.Tended tended() {
    return bench.office.keeper().tend(bench.news::add, Deadline.after(Duration.ofMinutes(1), bench.clock::nanos));
  }

  private LeaseNote note() {
    return ((Reading.Known<LeaseNote>) bench.ledger.lease(FakeAurora.RESOURCE)).value();
  }

  private void raised(double demandAfter) {
    assertThat(bench.raise().result()).isEqualTo(Decision.Result.APPLIED);
    bench.aurora.demand(demandAfter);
  }

  private static RemediationBench raisedBench() {
    RemediationBench other = new RemediationBench();
    other.raise();
    return other;
  }

  private void sweep(int minutes) {
    bench.sweepFor(Duration.ofMinutes(minutes));
  }

  private void silent(int minutes) {
    for (int i = 0; i < minutes; i++) {
      bench.aurora.gap(bench.clock.instant().plus(Duration.ofMinutes(i)));
    }
  }

  private List<EntryKind> news() {
    return bench.news.stream().map(LeaseNews::kind).toList();
  }

  private static ClosedLease last(RemediationBench bench) {
    return bench.head().last().orElseThrow();
  }
}
