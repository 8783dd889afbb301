package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.EntryKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseChargesTest {
  private static final int MEMBERS = 2;
  private static final double MORE_ACU = 4;

  private final RemediationBench bench = new RemediationBench();

  @Test
  void whatWasHeldBeyondTheEndIsChargedWhenItIsGivenBack() {
    heldBeyondItsEnd();
    bench.aurora.demand(1);

    bench.sweepFor(Duration.ofMinutes(30));

    assertThat(bench.kinds()).contains(EntryKind.OVERDUE).contains(EntryKind.GIVEN_BACK);
    assertThat(charged()).isBetween(heldAcuHours(14), heldAcuHours(15.5));
  }

  @Test
  void whatWasHeldBeyondTheEndIsChargedWhenItYields() {
    heldBeyondItsEnd();
    bench.aurora.foreign(ScalingRange.of(1, 20));

    bench.sweepFor(Duration.ofMinutes(10));

    assertThat(bench.kinds()).contains(EntryKind.OVERDUE).contains(EntryKind.YIELDED);
    assertThat(charged()).isBetween(heldAcuHours(14), heldAcuHours(15.5));
  }

  @Test
  void aReaderThatJoinsWhileTheRaiseIsOnItsWayIsCharged() {
    bench.aurora.witness(request -> bench.aurora.members(MEMBERS + 1));
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(3));

    assertThat(bench.lease().members()).isEqualTo(MEMBERS + 1);
    assertThat(charged()).isGreaterThan(MORE_ACU * (MEMBERS + 1) * 3.9);
  }

  /** Renewed as often as the budget carries it, twelve hours in all, and needed for fourteen. */
  private void heldBeyondItsEnd() {
    bench.raise();
    bench.sweepFor(Duration.ofHours(14));
  }

  private double charged() {
    return bench.head().window().stream().mapToDouble(Charge::acuHours).sum();
  }

  private static double heldAcuHours(double hours) {
    return MORE_ACU * MEMBERS * hours;
  }
}
