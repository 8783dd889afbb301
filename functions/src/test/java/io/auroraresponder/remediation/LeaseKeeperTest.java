package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Lease;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
  private final RemediationBench bench = new RemediationBench();

  @Test
  void raisesVerifiesAndGivesBackWhenTheLoadHasGone() {
    assertThat(bench.raise().result()).isEqualTo(Decision.Result.APPLIED);
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);

    bench.sweepFor(Duration.ofMinutes(8));
    assertThat(bench.lease().verdict()).isEqualTo(Lease.Verdict.USED_UP);

    bench.aurora.demand(3);
    bench.sweepFor(Duration.ofMinutes(20));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.head().lease()).isEmpty();
    assertThat(bench.kinds())
        .containsExactly(
            EntryKind.INTENT, EntryKind.APPLIED, EntryKind.USED_UP, EntryKind.RETURN_BEGUN, EntryKind.INTENT, EntryKind.APPLIED,
            EntryKind.GIVEN_BACK);
    assertThat(bench.news).extracting(LeaseNews::kind).containsExactly(EntryKind.USED_UP, EntryKind.RETURN_BEGUN, EntryKind.GIVEN_BACK);
  }
}
