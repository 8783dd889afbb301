package io.auroraresponder.remediation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worst that a wider range may cost. */
class ExposureTest {
  private static final ScalingRange BASE = ScalingRange.of(2, 8);

  /** Two members from 0.5 to 8 ACU, raised to 12 for four hours. */
  private static Lease lease(Scene scene) {
    if (scene.lease(Lease.Phase.HELD, Lease.Verdict.HELPED).situation().head() instanceof Reading.Known<Head> known) {
      return known.value().lease().orElseThrow();
    }
    throw new AssertionError("the head is known");
  }

  @ParameterizedTest
  @CsvSource({"2, 12, 4", "4, 8, 2", "6, 10, 4", "3, 14, 6", "1, 6, 0", "2, 8, 0", "8, 8, 6"})
  void aMemberMayUseWhatMaxOrMinGrewByTheLargerOfBoth(double min, double max, double acu) {
    assertThat(Exposure.acuPerMember(BASE, ScalingRange.of(min, max))).isEqualTo(acu);
  }

  @Test
  void whatWasSpentIsWhatIsHeldAndWhatALeaseTakesPastItsEnd() {
    Scene scene = new Scene().charged(Duration.ofHours(25), 100).charged(Duration.ofDays(1), 50).charged(Duration.ofHours(23), 10)
        .charged(Duration.ofHours(1), 5);

    assertThat(spent(scene, Duration.ZERO)).isEqualTo(15);
    assertThat(spent(scene.lease(Lease.Phase.HELD, Lease.Verdict.HELPED), Duration.ofHours(4))).as("the lease ends; a charge is old")
        .isEqualTo(5);
    assertThat(spent(scene, Duration.ofHours(7))).as("three hours past its end, 4 ACU on each of two members").isEqualTo(5 + 24);
  }

  private static double spent(Scene scene, Duration later) {
    return scene.situation().head().map(head -> Exposure.spent(head, scene.now.plus(later))).orElse(-1.0);
  }

  @Test
  void noMoreThanADayOfOvertimeCounts() {
    Lease lease = lease(new Scene());

    assertThat(Exposure.overTime(lease, lease.until())).isZero();
    assertThat(Exposure.overTime(lease, lease.until().plus(Duration.ofDays(1)))).isEqualTo(192);
    assertThat(Exposure.overTime(lease, lease.until().plus(Duration.ofDays(10)))).isEqualTo(192);
  }

  @Test
  void overtimeIsAChargeOfItsOwnAndNoRaise() {
    Lease lease = lease(new Scene());
    Instant end = lease.until();

    assertThat(Exposure.overTimeCharge(lease, end)).isEmpty();
    assertThat(Exposure.overTimeCharge(lease, end.plus(Duration.ofHours(2)))).contains(
        new Charge(end.plus(Duration.ofHours(2)), "over lease-1", 16, Duration.ofHours(2), false));
  }

  @Test
  void aStepLastsAtLeastAsLongAsTheLeaseThatItSteps() {
    Scene scene = new Scene();
    Optional<Lease> open = Optional.of(lease(scene));

    assertThat(Exposure.time(open, Duration.ofHours(1), scene.now)).isEqualTo(Duration.ofHours(4));
    assertThat(Exposure.time(open, Duration.ofHours(6), scene.now)).isEqualTo(Duration.ofHours(6));
    assertThat(Exposure.time(Optional.empty(), Duration.ofHours(1), scene.now)).isEqualTo(Duration.ofHours(1));
  }
}
