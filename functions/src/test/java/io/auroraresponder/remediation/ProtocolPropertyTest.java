package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.Crash;
import io.auroraresponder.fake.FakeAurora;
import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.Fates;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.ledger.Chain;
import io.auroraresponder.ledger.ChainEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProtocolPropertyTest {

  @Property(seed = "20261124", tries = 300, shrinking = ShrinkingMode.OFF)
  void keepsTheLawsInShortHistories(@ForAll long seed) {
    new ProtocolHistory(seed, 120).run();
  }

  @Property(seed = "42", tries = 60, shrinking = ShrinkingMode.OFF)
  void keepsTheLawsInLongHistories(@ForAll long seed) {
    new ProtocolHistory(seed, 500).run();
  }

  /** Most deliveries change nothing: they find a lease, a cool-down, or too little time of their invocation left. */
  @Test
  void historiesReallyMakeCalls() {
    int calls = 0;
    for (long seed = 0; seed < 80; seed++) {
      ProtocolHistory history = new ProtocolHistory(seed, 200);
      history.run();
      calls += history.calls();
    }

    assertThat(calls).isGreaterThan(20);
  }

  /** Every point of a raise, in every way of going wrong there, with the delivery repeated at once and the sweep running on. */
  @ParameterizedTest
  @EnumSource(value = Fate.class, names = {"GO"}, mode = EnumSource.Mode.EXCLUDE)
  void comesToOneEndWhateverGoesWrongAtAnyPointOfARaise(Fate fate) {
    int point = 1;
    while (endsWellWhenTheNthCallFails(fate, point)) {
      point++;
    }

    assertThat(point).isGreaterThan(12);
  }

  private static boolean endsWellWhenTheNthCallFails(Fate fate, int point) {
    RemediationBench bench = new RemediationBench();
    Wish wish = bench.wish("incident-1");
    AtomicInteger calls = new AtomicInteger();
    bench.table.fates(call -> calls.incrementAndGet() == point ? fate : Fate.GO);
    bench.aurora.fates(call -> calls.incrementAndGet() == point ? fate : Fate.GO);
    try {
      bench.decide(wish);
    } catch (Crash crash) {
      assertThat(fate).isIn(Fate.CRASH_BEFORE, Fate.CRASH_AFTER);
    }
    boolean reached = calls.get() >= point;
    bench.table.fates(Fates.GOOD);
    bench.aurora.fates(Fates.GOOD);
    bench.decide(wish);
    bench.sweepFor(Duration.ofMinutes(8));
    while (bench.table.landOne() || bench.aurora.landOne()) {
      bench.sweepFor(Duration.ofMinutes(8));
    }
    bench.decide(wish);
    bench.sweepFor(Duration.ofMinutes(8));

    // Throttled is definitely not done, so the sweep may send it again under a new intent.
    assertThat(bench.aurora.calls()).as("calls after %s at %s", fate, point).hasSizeLessThanOrEqualTo(fate == Fate.THROTTLE ? 2 : 1);
    assertThat(bench.head().change()).as("slot after %s at %s", fate, point).isEmpty();
    boolean explained = bench.head().lease().isPresent() || bench.head().unclaimed().isPresent();
    assertThat(explained).as("range after %s at %s", fate, point).isEqualTo(bench.aurora.range().equals(RemediationBench.RAISED));
    assertThat(Chain.faults(((Reading.Known<List<ChainEntry>>) bench.ledger.chain(FakeAurora.RESOURCE)).value())).isEmpty();
    return reached;
  }
}
