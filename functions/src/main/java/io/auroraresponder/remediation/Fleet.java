package io.auroraresponder.remediation;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.FleetHead;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.remediation.guard.FleetSituation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * The one item that bounds all clusters together: the fleet's part of a charge is taken before a raise's intent, so that two clusters that
 * are raised at once cannot both have the last of it. The sweep makes it what the clusters' heads say.
 */
final class Fleet {
  private static final int ATTEMPTS = 5;

  /** How often opted-in clusters are counted; a count that is older than four of them speaks of no more. */
  private static final Duration COUNTING = Duration.ofMinutes(15);
  private static final int OLDEST_COUNTS = 4;

  /** People hear of one burst once. Ours. */
  private static final Duration BURST = Duration.ofHours(1);

  private final RemediationPorts ports;
  private final HardLimits.Fleet limits;
  private final Duration inFlight;
  private volatile Optional<FleetHead> last = Optional.empty();

  Fleet(RemediationPorts ports, RemediationSettings settings) {
    this.ports = ports;
    this.limits = settings.limits().fleet();
    this.inFlight = settings.times().functionTimeout().plus(settings.times().deadSender());
  }

  /** What all clusters do, as it stands; kept for whoever takes a part a moment later. */
  Reading<FleetHead> read() {
    Reading<FleetHead> read = ports.ledger().fleet();
    last = read.map(Optional::of).orElse(Optional.empty());
    return read;
  }

  /** As a raise of the head's cluster is to be judged; who has an open alarm is asked only where that counts. */
  Reading<FleetSituation> situation(Head head, Reading<FleetHead> read) {
    return read.flatMap(fleet -> open(fleet, head).map(open -> {
      Instant now = now();
      Set<String> all = new HashSet<>(open);
      all.add(head.cluster().value());
      boolean counted = fleet.countedAt().plus(COUNTING.multipliedBy(OLDEST_COUNTS)).isAfter(now);
      return new FleetSituation(
          fleet.window().values().stream().filter(charge -> charge.isHeld(now)).toList(), others(fleet, head.resourceId()), counted
          ? OptionalInt.of(fleet.optedIn()) : OptionalInt.empty(),
          all.stream().sorted().toList(), limits);
    }));
  }

  private Reading<List<String>> open(FleetHead fleet, Head head) {
    return others(fleet, head.resourceId()) < limits.burstFree() ? Reading.known(List.of(), fleet.at()) : ports.ledger().openIncidents();
  }

  private static int others(FleetHead fleet, String resourceId) {
    return (int) fleet.raised().keySet().stream().filter(id -> !id.equals(resourceId)).count();
  }

  /** Takes a cluster's part, of a raise or of a renewal; why not, where it does not fit or cannot be written. */
  Optional<String> take(Charge charge, String resourceId) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Instant now = now();
      // What was read a moment ago is as good: the write fails where somebody wrote since.
      Optional<FleetHead> known = attempt == 0 ? last : Optional.empty();
      Reading<FleetHead> read = known.map(one -> Reading.known(one, one.at())).orElseGet(ports.ledger()::fleet);
      if (!(read instanceof Reading.Known<FleetHead>(FleetHead fleet, Instant a, Instant b))) {
        return Optional.of("what all clusters do together could not be read");
      }
      boolean tooMuch = fleet.spent(now) + charge.acuHours() > limits.budgetAcuHours() + 1e-9;
      boolean tooMany = charge.raise() && others(fleet, resourceId) >= limits.raisedAtOnce();
      if ((tooMuch || tooMany) && known.isPresent()) {
        continue;
      }
      if (tooMuch) {
        return Optional.of("another cluster took the rest of the fleet's budget");
      }
      if (tooMany) {
        return Optional.of("as many clusters as may be raised at once are raised");
      }
      Map<String, Charge> window = new HashMap<>(fleet.window());
      window.put(key(charge), charge);
      Map<String, Instant> raised = new HashMap<>(fleet.raised());
      raised.putIfAbsent(resourceId, now);
      Reading<Boolean> written = ports.ledger().write(fleet, fleet.with(window, raised));
      last = Optional.empty();
      if (!written.isKnown()) {
        return Optional.of("the fleet's budget could not be written");
      }
      if (written.orElse(false)) {
        return Optional.empty();
      }
    }
    return Optional.of("the fleet's budget was being written by others");
  }

  /** A raise is charged once under its plan's id; a lease as often as it is prolonged or grows. */
  private static String key(Charge charge) {
    return charge.raise() ? charge.planId() : charge.planId() + " " + charge.at();
  }

  /** What it was taken for was never written: it is returned. */
  void giveBack(Charge charge, Head head) {
    edit(fleet -> {
      Map<String, Charge> window = new HashMap<>(fleet.window());
      window.remove(key(charge));
      Map<String, Instant> raised = new HashMap<>(fleet.raised());
      if (head.lease().isEmpty() && head.change().isEmpty()) {
        raised.remove(head.resourceId());
      }
      return fleet.with(window, raised);
    });
  }

  /** Whether people have to hear of a burst now: true once an hour, for one of all that ask. */
  boolean tellsBurst() {
    if (!(ports.ledger().fleet() instanceof Reading.Known<FleetHead>(FleetHead fleet, Instant a, Instant b))
        || fleet.burstToldAt().plus(BURST).isAfter(now())) {
      return false;
    }
    return ports.ledger().write(fleet, fleet.burstTold(now())).orElse(false);
  }

  /** Makes it what the heads say, all of which were read; what was taken a moment ago may have no intent yet. */
  void reconcile(List<Head> heads) {
    edit(fleet -> {
      Instant now = now();
      Instant recent = now.minus(inFlight);
      Map<String, Charge> window = new HashMap<>();
      Map<String, Instant> raised = new HashMap<>();
      for (Head head : heads) {
        head.window().stream().filter(charge -> charge.isHeld(now)).forEach(charge -> window.put(key(charge), charge));
        boolean busy = head.lease().isPresent() || head.change().filter(change -> change.plan().remedy().raises()).isPresent();
        if (busy) {
          raised.put(head.resourceId(), fleet.raised().getOrDefault(head.resourceId(), now));
        }
      }
      fleet.window().forEach((plan, charge) -> {
        if (charge.at().isAfter(recent)) {
          window.putIfAbsent(plan, charge);
        }
      });
      fleet.raised().forEach((id, since) -> {
        if (since.isAfter(recent)) {
          raised.putIfAbsent(id, since);
        }
      });
      return counted(fleet.with(window, raised), now);
    });
  }

  private FleetHead counted(FleetHead fleet, Instant now) {
    if (fleet.countedAt().plus(COUNTING).isAfter(now)) {
      return fleet;
    }
    try {
      OptionalInt count = ports.control().optedIn();
      return count.isPresent() ? fleet.counted(count.getAsInt(), now) : fleet;
    } catch (DependencyException silent) {
      // The count of before grows old and then counts for nothing.
      return fleet;
    }
  }

  private void edit(Function<FleetHead, FleetHead> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (!(ports.ledger().fleet() instanceof Reading.Known<FleetHead>(FleetHead fleet, Instant a, Instant b))) {
        return;
      }
      FleetHead next = change.apply(fleet);
      if (next.equals(fleet) || ports.ledger().write(fleet, next).orElse(true)) {
        return;
      }
    }
  }

  private Instant now() {
    return ports.clock().instant();
  }
}
