package io.auroraresponder.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.FaultyTable;
import io.auroraresponder.fake.HandClock;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Ledger.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final String RESOURCE = "cluster-ABC";
  private static final ClusterId ID = new ClusterId("orders-db");

  private final HandClock clock = new HandClock(Instant.parse("2026-11-24T10:15:30Z"));
  private final FaultyTable table = new FaultyTable(clock);
  private final AtomicLong ids = new AtomicLong();
  private final Ledger ledger = new Ledger(table, clock, () -> "write-" + ids.incrementAndGet());

  @Test
  void writesTheFirstHeadAndItsEntry() {
    Head head = done(write(head()));

    assertThat(head.ver()).isEqualTo(1);
    assertThat(head.seq()).isEqualTo(1);
    assertThat(head()).isEqualTo(head);
    assertThat(entries()).extracting(ChainEntry::seq).containsExactly(1L);
  }

  @Test
  void letsOneOfTwoWritersThrough() {
    Head seen = done(write(head()));

    Written first = write(seen);
    Written second = write(seen);

    assertThat(first).isInstanceOf(Written.Done.class);
    assertThat(second).isInstanceOf(Written.Lost.class);
    assertThat(head().ver()).isEqualTo(2);
  }

  @Test
  void knowsItsOwnWriteWhenTheClientRepeatedIt() {
    fates(Fate.DUPLICATE);

    assertThat(write(head())).isInstanceOf(Written.Done.class);
    assertThat(head().ver()).isEqualTo(1);
  }

  @Test
  void knowsItsOwnWriteWhenTheAnswerWasLost() {
    fates(Fate.TIMEOUT_AFTER);

    assertThat(write(head())).isInstanceOf(Written.Done.class);
  }

  @Test
  void saysUnavailableWhenTheWriteDidNotLand() {
    fates(Fate.TIMEOUT_BEFORE);

    assertThat(write(head())).isInstanceOf(Written.Unavailable.class);
    assertThat(head().ver()).isZero();
  }

  @Test
  void losesADelayedWriteThatComesAfterAnother() {
    Head seen = done(write(head()));
    fates(Fate.DELAY);
    Written delayed = write(seen);
    Head other = done(write(seen));

    table.landOne();

    assertThat(delayed).isInstanceOf(Written.Unavailable.class);
    assertThat(head()).isEqualTo(other);
  }

  @Test
  void writesNothingWhenTheFlushFails() {
    Head seen = done(write(head()));
    clock.advance(Duration.ofMinutes(1));
    fates(Fate.TIMEOUT_BEFORE);

    assertThat(write(seen)).isInstanceOf(Written.Unavailable.class);
    assertThat(head()).isEqualTo(seen);
  }

  @Test
  void flushesTheTailThatACrashLeftInTheHead() {
    fates(Fate.GO, Fate.TIMEOUT_BEFORE);
    Head seen = done(write(head()));
    assertThat(table.peek(ChainItem.key(RESOURCE, 1))).isEmpty();

    done(write(seen));

    assertThat(table.peek(ChainItem.key(RESOURCE, 1))).isPresent();
    assertThat(entries()).extracting(ChainEntry::seq).containsExactly(1L, 2L);
    assertThat(Chain.faults(entries())).isEmpty();
  }

  @Test
  void entersAForkOnceAndGoesOn() {
    Head seen = done(write(head()));
    clock.advance(Duration.ofMinutes(1));
    ChainEntry forged = ChainEntry.after(ChainEntry.NONE, clock.instant(), EntryKind.REFUSED, new EntryBody().with("why", "forged"));
    table.poke(ChainItem.item(RESOURCE, forged));

    assertThat(write(seen)).isInstanceOf(Written.Lost.class);
    Head forked = head();
    assertThat(forked.fork()).map(Fork::seq).contains(1L);
    assertThat(forked.tail()).map(ChainEntry::kind).contains(EntryKind.FORK);
    assertThat(forked.tail().flatMap(ChainEntry::said)).isPresent();
    Head after = done(write(forked));
    assertThat(after.seq()).isEqualTo(3);
    assertThat(after.fork()).isPresent();
  }

  @Test
  void keepsAFirstLookWithoutATransitionAndClearsItAtTheNext() {
    Head seen = done(write(head()));
    Look look = new Look(Optional.of(ScalingRange.of(0.5, 8)), clock.instant());

    Head kept = done(ledger.keep(seen, Optional.of(look), clock.instant()));

    assertThat(head()).isEqualTo(kept);
    assertThat(kept.ver()).isEqualTo(seen.ver());
    assertThat(kept.seq()).isEqualTo(seen.seq());
    assertThat(ledger.keep(seen, Optional.empty(), clock.instant())).isInstanceOf(Written.Lost.class);
    assertThat(done(write(kept)).look()).isEmpty();
  }

  @Test
  void findsAlteredMissingAndForeignEntries() {
    Head head = done(write(done(write(done(write(head()))))));
    List<ChainEntry> sound = entries();
    ChainEntry middle = sound.get(1);
    ChainEntry altered = new ChainEntry(middle.seq(), middle.prev(), middle.hash(), middle.at(), EntryKind.HELPED, middle.body());

    assertThat(head.seq()).isEqualTo(3);
    assertThat(Chain.faults(sound)).isEmpty();
    assertThat(Chain.faults(List.of(sound.get(0), altered, sound.get(2)))).isNotEmpty();
    assertThat(Chain.faults(List.of(sound.get(0), sound.get(2)))).isNotEmpty();
    assertThat(Chain.faults(List.of(sound.get(1), sound.get(2)))).isNotEmpty();
  }

  @Test
  void aMachineWhoseClockIsOffWritesNoHead() {
    Head seen = done(write(head()));
    var unused = ledger.begin();
    FleetHead fleet = ((Reading.Known<FleetHead>) ledger.fleet()).value();
    for (Duration off : List.of(Duration.ofMinutes(2), Duration.ofHours(-25))) {
      table.ahead(off);

      assertThat(write(seen)).isInstanceOf(Written.Unavailable.class);
      assertThat(ledger.keep(seen, Optional.empty(), clock.instant())).isInstanceOf(Written.Unavailable.class);
      assertThat(ledger.write(fleet, fleet.burstTold(clock.instant())).isKnown()).isFalse();
      assertThat(ledger.clockIsRight()).isFalse();
    }
    table.drop(HeadItem.key(HeadItem.FLEET));
    assertThat(ledger.begin().isKnown()).isFalse();
    table.ahead(Duration.ofSeconds(50));

    assertThat(write(seen)).isInstanceOf(Written.Done.class);
  }

  @Test
  void neverGoesBackInTime() {
    Head first = done(write(head()));
    clock.jump(Duration.ofMinutes(-10));

    Head second = done(write(first));

    assertThat(second.at()).isEqualTo(first.at());
  }

  @Test
  void hashesCanonicalJsonWhateverTheOrderOfFields() {
    EntryBody one = new EntryBody().with("b", 8.0).with("a", "x");
    EntryBody other = new EntryBody().with("a", "x").with("b", 8.00);

    assertThat(one.canonical()).isEqualTo(other.canonical()).isEqualTo("{\"a\":\"x\",\"b\":\"8\"}");
  }

  @Test
  void readsBackEverythingThatAHeadCarries() {
    RemediationBench bench = new RemediationBench();
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(7));
    Head head = bench.head();
    PlannedChange plan = bench.plan("incident-2").change().orElseThrow();
    Head full =
        done(
            bench.ledger.write(
                head.draft()
                    .slot(
                        new Change(
                            plan, Change.Phase.UNSURE, "intent", "plan", "stop", head.at(), head.at(), 12.5, head.at(), true, head.at()))
                    .pending(Optional.of(new Pending(plan, 12.5, head.at(), head.at(), Instant.EPOCH)))
                    .late(new LateCall(plan.planId(), "i", "k", plan.to(), plan.from(), head.at())),
                EntryKind.PROPOSED,
                new EntryBody()));

    assertThat(bench.head()).isEqualTo(full);
    assertThat(full.lease()).isPresent();
    assertThat(full.window()).isNotEmpty();
    assertThat(full.plans()).isNotEmpty();
  }

  @Test
  void treatsAHeadThatCannotBeUnderstoodAsUnavailableAndShowsTheOthers() {
    done(write(head()));
    table.poke(new Table.Item(HeadItem.key("cluster-BROKEN"), Map.of("cluster", "x"), Map.of("ver", 3L)));

    Reading<List<Reading<Head>>> heads = ledger.heads();

    assertThat(((Reading.Known<List<Reading<Head>>>) heads).value()).hasSize(2).filteredOn(Reading::isKnown).hasSize(1);
    assertThat(ledger.head("cluster-BROKEN", ID).isKnown()).isFalse();
    assertThat(ledger.changeNo("cluster-BROKEN").isKnown()).isFalse();
  }

  @Test
  void isBegunOnceAndNotKnownToBeWhereTheTableIsSilent() {
    assertThat(ledger.begun()).extracting(each -> each.orElse(true)).isEqualTo(false);

    var first = ledger.begin();
    Optional<Table.Item> fleet = table.peek(HeadItem.key(HeadItem.FLEET));
    var second = ledger.begin();

    assertThat(first.isKnown() && second.isKnown()).isTrue();
    assertThat(ledger.begun().orElse(false)).isTrue();
    assertThat(table.peek(HeadItem.key(HeadItem.FLEET))).isEqualTo(fleet);
    table.fates(call -> Fate.TIMEOUT_BEFORE);
    assertThat(ledger.begun().isKnown()).isFalse();
  }

  @Test
  void forgetsPlansAfterTwoDaysAndKeepsChargesForTheLongestCoolDown() {
    PlannedChange plan = new RemediationBench().plan("incident-1").change().orElseThrow();
    Head head =
        done(
            ledger.write(
                head().draft().note(plan, PlanNote.Result.REFUSED, clock.instant())
                .charge(new Charge(clock.instant(), plan.planId(), 4, Duration.ofHours(1), true)),
                EntryKind.REFUSED, new EntryBody()));
    clock.advance(Duration.ofHours(24));
    Head dayLater = done(write(head));
    clock.advance(Duration.ofHours(24));
    Head twoDaysLater = done(write(dayLater));

    assertThat(dayLater.window()).hasSize(1);
    assertThat(dayLater.plans()).containsKey(plan.planId());
    assertThat(twoDaysLater.plans()).isEmpty();
  }

  private Written write(Head seen) {
    return ledger.write(seen.draft(), EntryKind.REFUSED, new EntryBody().with("why", "a test"));
  }

  private static Head done(Written written) {
    return ((Written.Done) written).head();
  }

  private Head head() {
    return ((Reading.Known<Head>) ledger.head(RESOURCE, ID)).value();
  }

  private List<ChainEntry> entries() {
    return ((Reading.Known<List<ChainEntry>>) ledger.chain(RESOURCE)).value();
  }

  private void fates(Fate... next) {
    Deque<Fate> queue = new ArrayDeque<>(List.of(next));
    table.fates(call -> queue.isEmpty() || !call.equals("table:put") ? Fate.GO : queue.poll());
  }
}
