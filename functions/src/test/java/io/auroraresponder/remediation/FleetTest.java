package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.FakeAurora;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.FleetHead;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.remediation.Decision.Result;
import io.auroraresponder.remediation.guard.GuardVerdict;
import io.auroraresponder.remediation.guard.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What bounds all clusters together. */
class FleetTest {
  private final RemediationBench bench = new RemediationBench();

  private FleetHead fleet() {
    return ((Reading.Known<FleetHead>) bench.ledger.fleet()).value();
  }

  /** Other clusters that are raised, or about to be, and what that may cost. */
  private void others(int clusters, double acuHours) {
    Instant now = bench.clock.instant();
    Map<String, Instant> raised = new HashMap<>();
    for (int i = 0; i < clusters; i++) {
      raised.put("cluster-OTHER-" + i, now);
    }
    Charge charge = new Charge(now, "plan-of-others", acuHours, Duration.ofHours(4), true);
    assertThat(bench.ledger.write(fleet(), fleet().with(Map.of("plan-of-others", charge), raised)).orElse(false)).isTrue();
  }

  private void alarms(String... clusters) {
    IncidentLog incidents = new IncidentLog(bench.table.sound());
    for (String cluster : clusters) {
      incidents.remind(cluster, bench.clock.instant().plus(Duration.ofMinutes(10)));
    }
  }

  private static List<ReasonCode> codes(Decision decision, GuardVerdict.Answer answer) {
    return decision.reasons().stream().filter(verdict -> verdict.answer() == answer).map(GuardVerdict::guard).toList();
  }

  private Fleet parts() {
    return new Fleet(
        new RemediationPorts(bench.ledger, bench.operators, bench.aurora, bench.aurora, bench.aurora, bench.clock, bench.clock::nanos),
        bench.settings);
  }

  @Test
  void aRaiseTakesItsPartAndTheSweepKeepsItAsTheHeadsSay() {
    bench.raise();

    assertThat(fleet().spent(bench.clock.instant())).isEqualTo(32);
    assertThat(fleet().raised()).containsOnlyKeys(FakeAurora.RESOURCE);
    bench.sweepFor(Duration.ofMinutes(8));
    bench.aurora.demand(3);
    bench.sweepFor(Duration.ofMinutes(30));

    assertThat(fleet().raised()).isEmpty();
    assertThat(fleet().spent(bench.clock.instant())).isBetween(3.0, 6.0)
        .isEqualTo(bench.head().window().stream().mapToDouble(Charge::acuHours).sum());
  }

  @Test
  void theFleetsBudgetRefusesWhatTheClustersOwnWouldCarry() {
    others(1, 477);

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.REFUSED);
    assertThat(codes(decision, GuardVerdict.Answer.REFUSE)).containsExactly(ReasonCode.FLEET_BUDGET);
    assertThat(decision.summary().text()).contains("509 ACU-h at worst in a day, budget 480 ACU-h");
    assertThat(decision.reasons().stream().filter(verdict -> verdict.guard() == ReasonCode.FLEET_BUDGET).findFirst().orElseThrow().ends())
        .as("when the others' charge is a day old").contains(bench.clock.instant().plus(Duration.ofDays(1)));
  }

  @Test
  void aRaiseGoesAsFarAsTheFleetsBudgetCarries() {
    others(1, 460);

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.APPLIED);
    assertThat(bench.aurora.range()).isEqualTo(ScalingRange.of(0.5, 10.5));
    assertThat(fleet().spent(bench.clock.instant())).isEqualTo(480);
  }

  @Test
  void soManyClustersAreRaisedAtOnceAndNoMoreAndCrashesCountForMinutesOnly() {
    others(5, 10);
    Decision decision = bench.raise();
    assertThat(codes(decision, GuardVerdict.Answer.REFUSE)).containsExactly(ReasonCode.FLEET_RAISED);

    bench.sweepFor(Duration.ofMinutes(3));

    assertThat(fleet().raised()).isEmpty();
    assertThat(bench.decide(bench.wish("incident-2")).result()).isEqualTo(Result.APPLIED);
  }

  @Test
  void ofTwoThatAreRaisedAtOnceOneHasTheLastOfTheBudget() {
    others(1, 430);
    Charge one = new Charge(bench.clock.instant(), "plan-1", 32, Duration.ofHours(4), true);
    Charge two = new Charge(bench.clock.instant(), "plan-2", 32, Duration.ofHours(4), true);

    assertThat(parts().take(one, "cluster-A")).isEmpty();
    assertThat(parts().take(two, "cluster-B")).contains("another cluster took the rest of the fleet's budget");
    parts().giveBack(one, io.auroraresponder.ledger.Head.first("cluster-A", FakeAurora.ID, "table-1"));
    assertThat(parts().take(two, "cluster-B")).isEmpty();
    assertThat(fleet().raised()).containsKey("cluster-B").doesNotContainKey("cluster-A");
  }

  @Test
  void aRenewalTakesItsPartToo() {
    bench.raise();
    bench.aurora.demand(10);

    bench.sweepFor(Duration.ofMinutes(237));

    assertThat(bench.lease().renewals()).isEqualTo(1);
    assertThat(fleet().spent(bench.clock.instant())).isEqualTo(64);
  }

  @Test
  void aLeaseIsNotRenewedWhereTheFleetHasNoRoomAndIsOverdueAtItsEnd() {
    bench.raise();
    bench.aurora.demand(10);
    bench.sweepFor(Duration.ofMinutes(232));

    for (int minute = 0; minute < 10; minute++) {
      others(1, 460);
      bench.sweepFor(Duration.ofMinutes(1));
    }

    assertThat(bench.lease().renewals()).isZero();
    assertThat(bench.lease().isOverdue()).isTrue();
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
  }

  @Test
  void aBurstOfAlarmsRaisesTheFirstTwoAndProposesTheRestInOneMessageThatNamesAll() {
    bench.sweep();
    alarms("billing-db", "shop-db");
    others(1, 10);
    assertThat(bench.raise().result()).as("fewer than two others are raised").isEqualTo(Result.APPLIED);

    RemediationBench third = new RemediationBench();
    third.sweep();
    Instant now = third.clock.instant();
    var written = third.ledger.write(
        ((Reading.Known<FleetHead>) third.ledger.fleet()).value(),
        ((Reading.Known<FleetHead>) third.ledger.fleet()).value().with(Map.of(), Map.of("cluster-A", now, "cluster-B", now)));
    assertThat(written.orElse(false)).isTrue();
    new IncidentLog(third.table.sound()).remind("billing-db", now);
    assertThat(third.raise().result()).as("two of ten have an alarm").isEqualTo(Result.APPLIED);
  }

  @Test
  void beyondTwoABurstIsProposedAndOneYesRaises() {
    bench.sweep();
    alarms("billing-db", "shop-db");
    others(2, 10);

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.PROPOSED);
    assertThat(codes(decision, GuardVerdict.Answer.PROPOSE)).containsExactly(ReasonCode.BURST);
    assertThat(decision.summary().text()).contains("3 clusters have an open alarm, of 10 that are opted in");
    bench.sweep();
    assertThat(bench.news.getFirst().said().text().text())
        .contains("3 clusters have an open alarm at once: billing-db, orders-db, shop-db");
    bench.approve(bench.head().pending().orElseThrow().plan().planHash(), true, "AROABOB");
    bench.sweepFor(Duration.ofMinutes(1));
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
  }

  @Test
  void oneBurstIsToldOnceAnHour() {
    assertThat(parts().tellsBurst()).isTrue();
    assertThat(parts().tellsBurst()).isFalse();
    bench.clock.advance(Duration.ofMinutes(61));
    assertThat(parts().tellsBurst()).isTrue();
  }

  @Test
  void whereNobodyCountedWhoIsOptedInAPersonIsAsked() {
    bench.aurora.optedIn(-1);
    bench.sweep();
    others(2, 10);

    assertThat(codes(bench.raise(), GuardVerdict.Answer.PROPOSE)).containsExactly(ReasonCode.BURST);
  }

  @Test
  void aCountGrowsOld() {
    bench.sweep();
    assertThat(fleet().optedIn()).isEqualTo(10);
    bench.aurora.optedIn(-1);
    bench.clock.advance(Duration.ofMinutes(61));
    others(2, 10);

    assertThat(bench.raise().summary().text()).contains("was not counted lately");
    assertThat(bench.kinds()).contains(EntryKind.PROPOSED);
  }
}
