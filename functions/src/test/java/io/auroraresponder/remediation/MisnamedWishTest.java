package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Head;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A wish in which the cluster's name and its id do not belong together. */
class MisnamedWishTest {
  private final RemediationBench bench = new RemediationBench();

  @Test
  void endsNoLeaseOfTheClusterWhoseIdItBears() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(7));

    for (int i = 0; i < 3; i++) {
      assertThat(bench.decide(misnamed()).result()).isEqualTo(Decision.Result.REFUSED);
      bench.clock.advance(Duration.ofMinutes(2));
      bench.sweep();
    }

    assertThat(bench.lease().base()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.kinds()).doesNotContain(EntryKind.ABANDONED);
    assertThat(bench.head().cluster().value()).isEqualTo("orders-db");
  }

  @Test
  void leavesNoRecordOfAnIdThatNoClusterHas() {
    RaiseWish known = (RaiseWish) bench.wish("incident-1");
    RaiseWish unknown = of(known, known.incident(), "cluster-UNKNOWN");

    assertThat(bench.decide(unknown).result()).isEqualTo(Decision.Result.REFUSED);

    assertThat(((Reading.Known<List<Reading<Head>>>) bench.ledger.heads()).value()).isEmpty();
    assertThat(bench.aurora.calls()).isEmpty();
  }

  private RaiseWish misnamed() {
    RaiseWish wish = (RaiseWish) bench.wish("incident-2");
    Incident incident = wish.incident();
    Incident other =
        new Incident(
            incident.id(), "billing-db", new ClusterId("billing-db"), incident.account(), incident.region(), incident.runbook(),
            incident.member(), incident.role(), incident.openedAt(), incident.signal());
    return of(wish, other, wish.resourceId());
  }

  private static RaiseWish of(RaiseWish wish, Incident incident, String resourceId) {
    return new RaiseWish(
        incident, resourceId, wish.side(), wish.cause(), wish.strength(), wish.refused(), wish.seen(), wish.lookedAt(), wish.evidenceAt(),
        wish.member(), wish.baseline(), wish.proof(), wish.mode());
  }
}
