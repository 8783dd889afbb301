package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.remediation.Decision.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OperatorDeskTest {
  private final RemediationBench bench = new RemediationBench();

  @Test
  void undoGivesBackAtOnceThoughTheRangeIsNeeded() {
    bench.raise();

    Decision decision = bench.office.operators().undo(bench.lease().id(), "ann");
    bench.sweepFor(Duration.ofMinutes(1));

    assertThat(decision.result()).isEqualTo(Result.APPLIED);
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.kinds()).containsExactly(EntryKind.INTENT, EntryKind.APPLIED, EntryKind.UNDO, EntryKind.INTENT, EntryKind.APPLIED,
        EntryKind.GIVEN_BACK);
    assertThat(bench.news.getFirst().said().text().text()).contains("ann");
  }

  @Test
  void undoIsDoneOnceWhenItIsAskedForTwice() {
    bench.raise();
    String lease = bench.lease().id();

    bench.office.operators().undo(lease, "ann");
    Decision second = bench.office.operators().undo(lease, "ann");

    assertThat(second.result()).isEqualTo(Result.NOT_NEEDED);
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

    OperatorDesk.Standing standing = bench.office.operators().stop("ann", "migration");

    assertThat(standing.open()).singleElement().satisfies(head ->
        assertThat(head.lease()).map(Lease::phase).contains(Lease.Phase.VERIFYING));
    assertThat(standing.settledAt()).isEqualTo(bench.clock.instant().plusSeconds(18));
    assertThat(bench.decide(bench.plan("incident-2")).result()).isEqualTo(Result.REFUSED);
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
}
