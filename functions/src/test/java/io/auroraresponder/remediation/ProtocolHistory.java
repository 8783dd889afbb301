package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.Baton;
import io.auroraresponder.fake.FakeAurora;
import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Chain;
import io.auroraresponder.ledger.ChainEntry;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.remediation.guard.Exposure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * One history of a cluster: two runbooks, doubled deliveries, sweeps, an operator, a person with a console, the clock, and faults of
 * table and RDS. The seed decides everything. The laws of the protocol are checked at every call and at the end.
 */
final class ProtocolHistory {
  private static final Fate[] FAULTS = {
    Fate.CRASH_BEFORE, Fate.CRASH_AFTER, Fate.TIMEOUT_BEFORE, Fate.TIMEOUT_AFTER, Fate.DELAY, Fate.DUPLICATE, Fate.THROTTLE, Fate.REFUSE
  };
  private static final int MOST_FAULTS = 5;
  private static final int MEMBERS = 2;
  private static final double CEILING = 16;

  private final Random random;
  private final int steps;
  private final RemediationBench bench;
  private final Ledger truth;
  private final Baton baton = new Baton();
  private final List<String> decisions = new ArrayList<>();
  private final Set<String> sentIntents = new HashSet<>();
  private final Map<String, ScalingRange> bases = new HashMap<>();
  private final Set<String> callers = new HashSet<>();
  private final List<String> broken = new ArrayList<>();
  private Optional<Instant> stoppedAt = Optional.empty();
  private Instant nextSweep;
  private int faults;
  private int actors;
  private boolean foreign;

  ProtocolHistory(long seed, int steps) {
    this.random = new Random(seed);
    this.steps = steps;
    HardLimits defaults = HardLimits.DEFAULTS;
    HardLimits hasty =
        new HardLimits(
            defaults.defaultMode(), defaults.highestMode(), CEILING, 4, 1.5, Duration.ofHours(4), 150, Duration.ofMinutes(1), 4,
            Duration.ofHours(2), Duration.ofMinutes(5), Duration.ofMinutes(10), List.of(), defaults.actions());
    bench = new RemediationBench(RemediationBench.BASE, hasty);
    truth = new Ledger(bench.table.sound(), bench.clock, () -> "outside");
    bench.table.fates(baton::point);
    bench.aurora.fates(baton::point);
    bench.aurora.witness(request -> witness(request.range()));
    bench.aurora.staleness(Duration.ofSeconds(random.nextInt(60)));
    nextSweep = bench.clock.instant().plus(Duration.ofMinutes(1));
  }

  void run() {
    deliver("incident-1", 2);
    deliver("incident-2", 1);
    for (int step = 0; step < steps; step++) {
      move();
      laws();
    }
    quietTail();
    end();
    assertThat(broken).as(() -> "after " + decisions).isEmpty();
    assertThat(baton.faults()).as(() -> "after " + decisions).isEmpty();
  }

  /** A plan made now, handed over so often. */
  private void deliver(String incident, int times) {
    Wish wish = bench.wish(incident);
    bench.plan(incident).change().ifPresent(change -> {
      for (int i = 0; i < times; i++) {
        String name = "runbook-" + actors++;
        baton.start(name, () -> decided(name, change, bench.decide(wish)));
      }
    });
  }

  /** I9: a refusal makes no call. */
  private void decided(String name, PlannedChange change, Decision decision) {
    boolean called = callers.contains(name + " " + change.planId());
    boolean refused =
        decision.result() == Decision.Result.PROPOSED || decision.result() == Decision.Result.DRY_RUN
        || decision.result() == Decision.Result.REFUSED;
    if (refused && called) {
      broken.add("I9: " + name + " called although it was " + decision.result());
    }
  }

  private void move() {
    // Nothing can come between the look at the clocks and the start of the call; its effect may well come late.
    Optional<Baton.Actor> calling = baton.waiting().stream().filter(actor -> actor.waitsFor().equals("rds:ModifyDBCluster")).findFirst();
    if (calling.isPresent()) {
      act(calling.get());
      return;
    }
    int pick = random.nextInt(100);
    if (pick < 78 && !baton.waiting().isEmpty()) {
      List<Baton.Actor> waiting = baton.waiting();
      act(waiting.get(random.nextInt(waiting.size())));
    } else if (pick < 88) {
      pass();
    } else if (pick < 90) {
      boolean landed = random.nextBoolean() ? bench.table.landOne() : bench.aurora.landOne();
      note("land " + landed);
    } else if (pick < 92) {
      deliver("incident-" + (3 + random.nextInt(3)), 1 + random.nextInt(2));
      note("deliver");
    } else if (pick < 94) {
      bench.aurora.demand(List.of(2.0, 6.0, 10.0, 20.0).get(random.nextInt(4)));
      note("demand");
    } else if (pick < 97) {
      operate();
    } else if (pick < 98 && !foreign) {
      foreign = true;
      bench.aurora.foreign(ScalingRange.of(1, 6 + random.nextInt(8)));
      note("foreign");
    } else {
      bench.aurora.status(random.nextInt(3) == 0 ? "backing-up" : "available");
      note("status");
    }
  }

  private void act(Baton.Actor actor) {
    Fate fate = Fate.GO;
    if (faults < MOST_FAULTS && random.nextInt(actor.waitsFor().equals("rds:ModifyDBCluster") ? 3 : 12) == 0
        && !actor.waitsFor().equals("start")) {
      fate = FAULTS[random.nextInt(FAULTS.length)];
      faults++;
    }
    note(actor + "=" + fate);
    baton.turn(actor, fate);
  }

  private void pass() {
    // While somebody is at work seconds go by, else minutes: both are stretched now and then.
    int[] seconds = {1, 1, 1, 2, 3, 8, 61, 185};
    int time = baton.waiting().isEmpty() ? 61 : seconds[random.nextInt(seconds.length)];
    bench.clock.advance(Duration.ofSeconds(time));
    note("+" + time + "s");
    if (!bench.clock.instant().isBefore(nextSweep)) {
      nextSweep = bench.clock.instant().plus(Duration.ofMinutes(1));
      baton.start("sweep-" + actors++, bench::sweep);
    }
  }

  private void operate() {
    Optional<Lease> lease = head().lease();
    if (random.nextInt(3) == 0 && lease.isPresent()) {
      String id = lease.get().id();
      bench.order(Order.Kind.BACK, id, "ann");
      note("undo");
      return;
    }
    boolean run = random.nextInt(4) > 0;
    if (run) {
      bench.run("ann");
    } else {
      bench.stop("ann");
    }
    if (run || stoppedAt.isEmpty()) {
      stoppedAt = run ? Optional.empty() : Optional.of(bench.clock.instant());
    }
    note(run ? "run" : "stop");
  }

  /** Laws of a call, at its start: I1, I2, I4, I11, I12, I13. */
  private void witness(ScalingRange range) {
    Optional<Change> found = head().change();
    if (found.isEmpty() || !found.get().plan().to().equals(range) || found.get().phase() != Change.Phase.SENDING) {
      broken.add("I2: a call for " + range + " without its intent");
      return;
    }
    Change change = found.get();
    if (!sentIntents.add(change.intent())) {
      broken.add("I1: a second call for one intent");
    }
    callers.add(Thread.currentThread().getName() + " " + change.plan().planId());
    Instant now = bench.clock.instant();
    if (stoppedAt.filter(at -> now.isAfter(at.plusSeconds(10))).isPresent() && change.plan().remedy() != Remedy.UNDO) {
      broken.add("I11: a call after the stop had settled");
    }
    if (change.plan().remedy().raises()) {
      raise(change);
    } else if (change.plan().remedy() == Remedy.GIVE_BACK && !quiet(change.plan().to(), now)) {
      broken.add("I12: given back under need");
    }
  }

  private void raise(Change change) {
    List<Charge> window = head().window().stream().filter(Charge::raise).toList();
    boolean step = change.plan().to().maxHalves() <= Math.max(change.plan().from().maxHalves() + 1,
        change.plan().from().maxHalves() * 3 / 2);
    double sum = window.stream().mapToDouble(Charge::acuHours).sum();
    if (change.plan().to().maxAcu() > CEILING || !step || sum > 150 + 1e-6 || window.size() > 4) {
      broken.add("I4: an intent beyond ceiling, step, budget or rate");
    }
  }

  /** The decision may be some seconds older than the call: one of the last minutes must close a quiet quarter of an hour. */
  private boolean quiet(ScalingRange to, Instant now) {
    for (int back = 1; back <= 4; back++) {
      Instant end = now.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(back));
      boolean low = true;
      for (int minute = 1; minute <= 15; minute++) {
        low &= bench.aurora.capacity(end.minus(Duration.ofMinutes(minute))) <= 0.7 * to.maxAcu();
      }
      if (low) {
        return true;
      }
    }
    return false;
  }

  /** Laws of a state: I5. */
  private void laws() {
    head().lease().ifPresent(lease -> {
      ScalingRange base = bases.computeIfAbsent(lease.id(), unseen -> lease.base());
      if (!base.equals(lease.base())) {
        broken.add("I5: the base of a lease changed");
      }
    });
  }

  /** Faults end, whatever is late lands, the load goes, and the sweep runs: I6. */
  private void quietTail() {
    bench.run("ann");
    stoppedAt = Optional.empty();
    bench.aurora.status("available");
    while (!baton.waiting().isEmpty()) {
      baton.turn(baton.waiting().getFirst(), Fate.GO);
    }
    while (bench.table.landOne() || bench.aurora.landOne()) {
      note("landed");
    }
    bench.aurora.demand(1);
    bench.sweepFor(Duration.ofMinutes(75));
    laws();
    Head head = head();
    if (head.change().isPresent() || head.lease().isPresent()) {
      broken.add("I6: still open after a quiet hour: " + head.change() + " " + head.lease());
    }
  }

  private void end() {
    List<ChainEntry> chain = ((Reading.Known<List<ChainEntry>>) truth.chain(FakeAurora.RESOURCE)).value();
    if (!Chain.faults(chain).isEmpty() || chain.size() != head().seq()) {
      broken.add("I10: " + Chain.faults(chain));
    }
    oneAtATime(chain);
    if (!foreign) {
      exposure();
      if (!bench.aurora.range().equals(RemediationBench.BASE) && head().unclaimed().isEmpty()) {
        broken.add("I6: the range stayed at " + bench.aurora.range());
      }
    }
  }

  /** I3: an intent is resolved before the next; I7: after a yield nothing is given back; I8: a plan is applied once. */
  private void oneAtATime(List<ChainEntry> chain) {
    boolean open = false;
    boolean yielded = false;
    Set<String> applied = new HashSet<>();
    for (ChainEntry entry : chain) {
      switch (entry.kind()) {
        case INTENT -> {
          if (open) {
            broken.add("I3: two changes not resolved");
          }
          if (yielded && !entry.body().contains("\"remedy\":\"raise-")) {
            broken.add("I7: touched a range after it was yielded");
          }
          open = true;
          yielded = false;
        }
        case APPLIED -> {
          open = false;
          String planId = entry.body().replaceAll(".*\"planId\":\"([0-9a-f]+)\".*", "$1");
          if (!applied.add(planId)) {
            broken.add("I8: one plan applied twice");
          }
        }
        case NOT_APPLIED, DEFERRED, SUPERSEDED -> open = false;
        case YIELDED -> yielded = true;
        default -> { }
      }
    }
  }

  /** I14: what raises really cost is within what was charged. */
  private void exposure() {
    List<FakeAurora.Stand> stands = bench.aurora.history();
    double held = 0;
    for (int i = 0; i < stands.size(); i++) {
      Instant end = i + 1 < stands.size() ? stands.get(i + 1).from() : bench.clock.instant();
      if (stands.get(i).ours()) {
        held += Exposure.acuHours(RemediationBench.BASE, stands.get(i).range(), MEMBERS, Duration.between(stands.get(i).from(), end));
      }
    }
    double charged = head().window().stream().mapToDouble(Charge::acuHours).sum();
    if (held > charged + 0.01) {
      broken.add("I14: " + held + " ACU-h held, " + charged + " charged");
    }
  }

  private Head head() {
    return ((Reading.Known<Head>) truth.head(FakeAurora.RESOURCE, FakeAurora.ID)).value();
  }

  private void note(String decision) {
    decisions.add(decision);
  }

  int calls() {
    return bench.aurora.calls().size();
  }
}
