package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.remediation.Decision.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OperatorCommandsTest {
  private final RemediationBench bench = new RemediationBench();

  @Test
  void undoGivesBackAtOnceThoughTheRangeIsNeeded() {
    bench.raise();

    Decision decision = bench.office.operators().undo(bench.lease().id(), "ann");
    bench.sweepFor(Duration.ofMinutes(6));

    assertThat(decision.result()).isEqualTo(Result.APPLIED);
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.kinds()).containsExactly(EntryKind.INTENT, EntryKind.ACCEPTED, EntryKind.APPLIED, EntryKind.ORDERED, EntryKind.INTENT,
        EntryKind.ACCEPTED, EntryKind.APPLIED, EntryKind.GIVEN_BACK);
    assertThat(bench.news.getFirst().said().text().text()).contains("ann");
  }

  @Test
  void undoIsDoneOnceWhenItIsAskedForTwice() {
    bench.raise();
    String lease = bench.lease().id();

    bench.office.operators().undo(lease, "ann");
    Decision second = bench.office.operators().undo(lease, "ann");

    assertThat(second.result()).isEqualTo(Result.APPLIED);
    assertThat(bench.aurora.calls()).hasSize(2);
  }

  @Test
  void undoWorksWhileEverythingIsStoppedAndFrozen() {
    bench.raise();
    bench.office.operators().stop("ann", "incident");
    bench.aurora.tag("freeze", "always");

    assertThat(bench.office.operators().undo(bench.lease().id(), "ann").result()).isEqualTo(Result.APPLIED);
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void undoWaitsForAClusterThatCannotBeChangedNow() {
    bench.raise();
    bench.aurora.status("backing-up");

    Decision decision = bench.office.operators().undo(bench.lease().id(), "ann");
    bench.aurora.status("available");
    bench.sweepFor(Duration.ofMinutes(1));

    assertThat(decision.result()).isEqualTo(Result.DEFERRED);
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void undoRefusesALeaseThatNobodyKnows() {
    assertThat(bench.office.operators().undo("nothing", "ann").result()).isEqualTo(Result.REFUSED);
  }

  @Test
  void stopNamesWhatIsOpenAndWhenNothingIsInFlight() {
    bench.raise();

    OperatorCommands.Standing standing = bench.office.operators().stop("ann", "migration");

    assertThat(standing.open()).singleElement().satisfies(head ->
        assertThat(head.lease()).map(Lease::phase).contains(Lease.Phase.VERIFYING));
    assertThat(standing.settledAt()).isEqualTo(bench.clock.instant().plusSeconds(35));
    bench.clock.advance(Duration.ofMinutes(4));
    assertThat(bench.decide(bench.wish("incident-2")).result()).isEqualTo(Result.REFUSED);
  }

  @Test
  void runAllowsChangesAgain() {
    bench.office.operators().stop("ann", "");
    bench.office.operators().run("ann", "done");

    assertThat(bench.raise().result()).isEqualTo(Result.APPLIED);
  }

  @Test
  void saysSoWhenTheSwitchMayNotHaveBeenSet() {
    bench.table.fates(call -> Fate.TIMEOUT_BEFORE);

    assertThatThrownBy(() -> bench.office.operators().stop("ann", "")).isInstanceOf(Table.TableUnavailableException.class);
  }

  @Test
  void orderSurvivesARaiseThatLandsAfterIt() {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.TIMEOUT_AFTER : Fate.GO);
    bench.raise();
    String plan = bench.head().change().orElseThrow().plan().planId();

    Decision decision = bench.office.operators().undo(plan.substring(0, 8), "ann");
    bench.aurora.fates(call -> Fate.GO);
    bench.sweepFor(Duration.ofMinutes(15));

    assertThat(decision.result()).isEqualTo(Result.UNCERTAIN);
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.head().isOpen()).isFalse();
    assertThat(bench.kinds()).contains(EntryKind.ORDERED, EntryKind.APPLIED, EntryKind.GIVEN_BACK);
  }

  @Test
  void orderEndsWithAMessageWhereItsRaiseNeverLanded() {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.TIMEOUT_BEFORE : Fate.GO);
    bench.raise();
    bench.office.operators().undo(bench.head().change().orElseThrow().plan().planId(), "ann");

    bench.sweepFor(Duration.ofMinutes(6));

    assertThat(bench.head().order()).isEmpty();
    assertThat(bench.news.getLast().said().text().text()).contains("nothing left to do");
  }

  @Test
  void stopHoldsAnOrderThatWasGivenBeforeIt() {
    bench.raise();
    bench.aurora.status("backing-up");
    bench.office.operators().undo(bench.lease().id(), "ann");
    bench.office.operators().stop("bob", "everything stays as it is");
    bench.aurora.status("available");

    bench.sweepFor(Duration.ofMinutes(3));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.head().order()).isPresent();
    assertThat(bench.news.getLast().said().text().text()).contains("held back");
    bench.office.operators().run("bob", "over");
    bench.sweepFor(Duration.ofMinutes(1));
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void keepEndsTheLeaseAndLeavesTheRange() {
    bench.raise();

    Decision decision = bench.office.operators().order(Order.Kind.KEEP, bench.lease().id(), "ann");

    assertThat(decision.result()).isEqualTo(Result.APPLIED);
    assertThat(bench.head().lease()).isEmpty();
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.kinds()).endsWith(EntryKind.ORDERED, EntryKind.KEPT);
  }

  @Test
  void unclaimedRangeGoesBackOnlyWhenAPersonSaysSo() {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.DELAY : Fate.GO);
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(6));
    bench.aurora.landOne();
    bench.aurora.fates(call -> Fate.GO);
    bench.aurora.demand(1);
    bench.sweepFor(Duration.ofMinutes(60));
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.kinds()).filteredOn(EntryKind.UNCLAIMED::equals).hasSize(1);

    bench.office.operators().undo(bench.head().unclaimed().orElseThrow().id(), "ann");
    bench.sweepFor(Duration.ofMinutes(8));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.head().isOpen()).isFalse();
  }

  @Test
  void saysNotKnownWhereTheLedgerDidNotAnswer() {
    bench.raise();
    String lease = bench.lease().id();
    bench.table.fates(call -> Fate.TIMEOUT_BEFORE);

    Decision decision = bench.office.operators().undo(lease, "ann");

    assertThat(decision.summary().text()).contains("not known").doesNotContain("nothing was changed");
  }

  @Test
  void drainTakesChangesThatMayStillLand() {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.TIMEOUT_AFTER : Fate.GO);
    bench.raise();

    assertThat(bench.office.operators().drain("ann")).hasSize(1);
    assertThat(bench.head().order()).isPresent();
  }
}
