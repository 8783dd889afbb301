package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.FakeAurora;
import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.ForwardingTable;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.Run;
import io.auroraresponder.ledger.StandingOrder;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.remediation.Decision.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;


/** What people put into the operators' table, as the sweep takes it. */
class OrdersTest {
  private final RemediationBench bench = new RemediationBench();

  private String lastNews() {
    return bench.news.getLast().said().text().text();
  }

  @Test
  void undoGivesBackThoughTheRangeIsNeeded() {
    bench.raise();

    bench.undo(bench.lease().id(), "ann");
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    bench.sweepFor(Duration.ofMinutes(6));

    assertThat(bench.kinds()).containsExactly(EntryKind.INTENT, EntryKind.ACCEPTED, EntryKind.APPLIED, EntryKind.ORDERED, EntryKind.INTENT,
        EntryKind.ACCEPTED, EntryKind.APPLIED, EntryKind.GIVEN_BACK);
    assertThat(bench.news.getFirst().said().text().text()).contains("ann");
  }

  @Test
  void undoIsDoneOnceWhenItIsOrderedTwice() {
    bench.raise();
    String lease = bench.lease().id();

    bench.undo(lease, "ann");
    bench.undo(lease, "bob");
    bench.sweepFor(Duration.ofMinutes(8));

    assertThat(bench.aurora.calls()).hasSize(2);
    assertThat(bench.head().isOpen()).isFalse();
  }

  @Test
  void undoWorksWhileEverythingIsStoppedAndFrozen() {
    bench.raise();
    bench.stop("ann");
    bench.aurora.tag("freeze", "always");

    bench.undo(bench.lease().id(), "ann");

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void undoWaitsForAClusterThatCannotBeChangedNow() {
    bench.raise();
    bench.aurora.status("backing-up");

    bench.undo(bench.lease().id(), "ann");
    assertThat(lastNews()).contains("held back");
    bench.aurora.status("available");
    bench.sweepFor(Duration.ofMinutes(1));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void anOrderOfALeaseThatNobodyKnowsIsAnswered() {
    bench.raise();
    bench.undo("00000000", "ann");

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(lastNews()).contains("names nothing that is open");
    bench.sweepFor(Duration.ofMinutes(30));
    assertThat(bench.kinds()).filteredOn(EntryKind.ORDER_ENDED::equals).hasSize(1);
  }

  @Test
  void anOrderThatComesTooLateIsExpired() {
    bench.raise();
    bench.order(Order.Kind.BACK, bench.lease().id(), "ann");
    bench.clock.advance(Duration.ofMinutes(16));

    bench.sweep();

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.news).extracting(news -> news.said().text().text()).anyMatch(text -> text.contains("expired"));
  }

  @Test
  void stopRefusesRaisesAndRunAllowsThemAgain() {
    bench.stop("ann");
    assertThat(bench.raise().result()).isEqualTo(Result.REFUSED);
    bench.run("ann");

    assertThat(bench.decide(bench.wish("incident-2")).result()).isEqualTo(Result.APPLIED);
  }

  @Test
  void aRunThatLiftsAnOlderStopLiftsNothing() {
    bench.stop("ann");
    bench.run("ann");
    bench.clock.advance(Duration.ofSeconds(5));
    bench.stop("bob");

    assertThat(bench.raise().result()).isEqualTo(Result.REFUSED);
  }

  @Test
  void orderSurvivesARaiseThatLandsAfterIt() {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.TIMEOUT_AFTER : Fate.GO);
    bench.raise();

    bench.undo(bench.head().change().orElseThrow().plan().planId(), "ann");
    assertThat(bench.head().order()).isPresent();
    bench.aurora.fates(call -> Fate.GO);
    bench.sweepFor(Duration.ofMinutes(15));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.head().isOpen()).isFalse();
    assertThat(bench.kinds()).contains(EntryKind.ORDERED, EntryKind.APPLIED, EntryKind.GIVEN_BACK);
  }

  @Test
  void orderEndsWithAMessageWhereItsRaiseNeverLanded() {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.TIMEOUT_BEFORE : Fate.GO);
    bench.raise();
    bench.undo(bench.head().change().orElseThrow().plan().planId(), "ann");

    bench.sweepFor(Duration.ofMinutes(6));

    assertThat(bench.head().order()).isEmpty();
    assertThat(lastNews()).contains("nothing left to do");
  }

  @Test
  void stopHoldsAnOrderThatWasGivenBeforeIt() {
    bench.raise();
    bench.aurora.status("backing-up");
    bench.undo(bench.lease().id(), "ann");
    bench.stop("bob");
    bench.aurora.status("available");

    bench.sweepFor(Duration.ofMinutes(3));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.head().order()).isPresent();
    assertThat(lastNews()).contains("held back");
    bench.run("bob");
    bench.sweepFor(Duration.ofMinutes(1));
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void aLaterOrderTakesThePlaceOfTheEarlierAndSaysSo() {
    bench.raise();
    bench.aurora.status("backing-up");
    bench.undo(bench.lease().id(), "ann");
    bench.clock.advance(Duration.ofMinutes(1));

    bench.order(Order.Kind.KEEP, bench.lease().id(), "bob");
    bench.sweep();

    assertThat(bench.news).extracting(news -> news.said().text().text())
        .anyMatch(text -> text.contains("takes the place of the order of ann"));
    assertThat(bench.head().order().map(StandingOrder::order)).isEmpty();
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
  }

  @Test
  void keepEndsTheLeaseAndLeavesTheRange() {
    bench.raise();

    bench.order(Order.Kind.KEEP, bench.lease().id(), "ann");
    bench.sweep();

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

    bench.undo(bench.head().unclaimed().orElseThrow().id(), "ann");
    bench.sweepFor(Duration.ofMinutes(8));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.head().isOpen()).isFalse();
  }

  @Test
  void aLedgerThatWasEmptiedStaysStoppedUntilSomebodyBeginsItJustNow() {
    RemediationBench emptied = new RemediationBench();
    emptied.table.delete(new Table.Key("HEAD", "FLEET"));
    assertThat(emptied.raise().result()).isEqualTo(Result.REFUSED);

    emptied.operators.put(new Run("", emptied.table.id(), true, "ann", emptied.clock.instant().minus(Duration.ofMinutes(16)), "old"));
    emptied.sweep();
    assertThat(emptied.ledger.begun().orElse(true)).isFalse();
    emptied.operators.put(new Run("", "another-table", true, "ann", emptied.clock.instant(), "of another"));
    emptied.sweep();
    assertThat(emptied.ledger.begun().orElse(true)).isFalse();
    emptied.operators.put(new Run("", emptied.table.id(), true, "ann", emptied.clock.instant(), "begun anew"));
    emptied.sweep();

    assertThat(emptied.decide(emptied.wish("incident-2")).result()).isEqualTo(Result.APPLIED);
  }

  @Test
  void aRestoredHeadIsTakenOverOnceChangesAreAllowedForItsNewTable() {
    bench.raise();
    String lease = bench.lease().id();
    Ledger restored = new Ledger(new RestoredTable(bench.table), bench.clock, () -> "write-restored-" + bench.clock.instant());
    RemediationPorts ports =
        new RemediationPorts(restored, bench.operators, bench.aurora, bench.aurora, bench.aurora, bench.clock, bench.clock::nanos);
    RemediationModule module = RemediationModule.open(ports, bench.settings);
    module.keeper().tend(bench.news::add, Deadline.after(Duration.ofMinutes(1), bench.clock::nanos));
    assertThat(bench.head().lease()).isPresent();
    assertThat(module.decider().decide(bench.wish("incident-2")).result()).isEqualTo(Result.REFUSED);

    bench.operators.put(new Run("", RestoredTable.ID, true, "ann", bench.clock.instant(), "restored"));
    module.keeper().tend(bench.news::add, Deadline.after(Duration.ofMinutes(1), bench.clock::nanos));

    assertThat(bench.kinds()).endsWith(EntryKind.RESTORED);
    assertThat(lastNews()).contains("restored", lease, "0.5 to 12 ACU now");
    assertThat(bench.news.getLast().said().severity()).isEqualTo(Severity.WARNING);
    assertThat(((io.auroraresponder.incident.Reading.Known<io.auroraresponder.ledger.Head>) restored
        .head(FakeAurora.RESOURCE, FakeAurora.ID)).value().isOpen()).isFalse();
    assertThat(bench.aurora.calls()).hasSize(1);
  }

  /** The same items in a table that was restored: only its id is another. */
  private static final class RestoredTable extends ForwardingTable {
    static final String ID = "table-restored";

    RestoredTable(Table items) {
      super(items);
    }

    @Override
    public String id() {
      return ID;
    }
  }
}
