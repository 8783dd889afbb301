package io.auroraresponder.remediation;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.ClosedLease;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.KillSwitch;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Ledger.Written;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.Decision.Result;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a person asks for by hand: give a lease back, stop everything, go on. */
public final class OperatorDesk {
  private static final int ATTEMPTS = 3;

  private final RemediationPorts ports;
  private final RemediationSettings settings;
  private final Watch watch;
  private final LeaseKeeper keeper;
  private final LeaseWords words;

  OperatorDesk(RemediationPorts ports, RemediationSettings settings, Watch watch, LeaseKeeper keeper, LeaseWords words) {
    this.ports = ports;
    this.settings = settings;
    this.watch = watch;
    this.keeper = keeper;
    this.words = words;
  }

  /** What is open when the switch was set: leases are not given back while it stands at stop, and changes may be on their way. */
  public record Standing(KillSwitch position, List<Head> open, Instant settledAt) {
    public Standing {
      open = List.copyOf(open);
    }
  }

  /**
   * Stops all changes: no call starts later than the send window after this, and none is in flight at {@code settledAt}.
   *
   * @throws Table.TableUnavailableException when it is not known whether the switch was set
   */
  public Standing stop(String by, String why) {
    return set(new KillSwitch(false, by, ports.clock().instant(), why, ""));
  }

  /**
   * Allows changes again.
   *
   * @throws Table.TableUnavailableException when it is not known whether the switch was set
   */
  public Standing run(String by, String why) {
    return set(new KillSwitch(true, by, ports.clock().instant(), why, ""));
  }

  private Standing set(KillSwitch position) {
    ports.ledger().set(position);
    List<Head> open = everyHead().stream().filter(head -> head.change().isPresent() || head.lease().isPresent()).toList();
    return new Standing(position, open, ports.clock().instant().plus(settings.times().stopSettles()));
  }

  /** Gives a lease back straight to its base, whether it is needed or not; asked for twice, it is done once. */
  public Decision undo(String leaseId, String by) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Head> found = heads().stream().filter(head -> head.lease().filter(lease -> lease.id().equals(leaseId)).isPresent())
          .findFirst();
      if (found.isEmpty()) {
        return closedOrUnknown(leaseId);
      }
      Head head = keeper.advance(found.get());
      if (head.lease().filter(lease -> lease.id().equals(leaseId)).isEmpty()) {
        return closedOrUnknown(leaseId);
      }
      Optional<Decision> decision = undo(head, head.lease().get(), by);
      if (decision.isPresent()) {
        return decision.get();
      }
    }
    return answer(Result.DEFERRED, Phrase.of("The ledger was being written by others; ask again"), List.of(),
        Head.first("none", new ClusterId("none"), ""));
  }

  /**
   * Gives every open lease back, whether it is needed or not: what comes before a removal. One decision a lease; none means that none is
   * open.
   *
   * @throws Table.TableUnavailableException when it is not known which leases are open
   */
  public List<Decision> drain(String by) {
    return everyHead().stream().flatMap(head -> head.lease().stream()).map(lease -> undo(lease.id(), by)).toList();
  }

  private Optional<Decision> undo(Head head, Lease lease, String by) {
    Instant now = ports.clock().instant();
    Phrase text = words.undone(lease, by, now);
    EntryBody body =
        EntryBody.of(lease).with("by", by).say(words.lease(Severity.INFO, head.cluster(), lease, text, List.of()));
    Head asked = head;
    if (!lease.straight()) {
      Written written = ports.ledger().write(head.draft().lease(each -> each.straightBack(now)), EntryKind.UNDO, body);
      if (written instanceof Written.Lost) {
        return Optional.empty();
      }
      if (!(written instanceof Written.Done(Head done))) {
        return Optional.of(answer(Result.REFUSED, Phrase.of("The ledger did not answer; nothing was changed"), List.of(), head));
      }
      asked = done;
    }
    return Optional.of(outcome(keeper.advance(asked), lease, text));
  }

  private Decision outcome(Head after, Lease lease, Phrase text) {
    Instant now = ports.clock().instant();
    boolean back = after.lease().isEmpty() || after.lease().get().current().equals(lease.base());
    if (back) {
      return answer(Result.APPLIED, text, List.of(words.commands().stop(now)), after);
    }
    boolean unsure = after.change().filter(change -> change.phase() == Change.Phase.UNSURE).isPresent();
    Phrase later = Phrase.of("; the sweep tries again every minute");
    return unsure
        ? answer(Result.UNCERTAIN, text.and("; ", Phrase.of("the call may have been applied, reading back will tell")), List.of(), after)
        : answer(Result.DEFERRED, text.and("", later), words.back(after.cluster(), lease, now), after);
  }

  private Decision closedOrUnknown(String leaseId) {
    Instant now = ports.clock().instant();
    for (Head head : heads()) {
      Optional<ClosedLease> last = head.last().filter(closed -> closed.id().equals(leaseId));
      if (last.isPresent()) {
        return answer(
            Result.NOT_NEEDED, Phrase.of("Lease {} is closed already", Fact.word("ledger lease", now, leaseId)), List.of(), head);
      }
    }
    return answer(
        Result.REFUSED, Phrase.of("There is no open lease {}", Fact.word("asked for", now, leaseId)), List.of(),
        Head.first("none", new ClusterId("none"), ""));
  }

  private Decision answer(Result result, Phrase summary, List<Advice> commands, Head head) {
    Policy.Mode mode = head.ver() == 0 ? Policy.Mode.OBSERVE : watch.look(head).policy().map(Policy::mode).orElse(Policy.Mode.OBSERVE);
    return new Decision(mode, result, Optional.empty(), List.of(), summary, commands, head.seq(), head.hash());
  }

  /** An answer that nothing is open may not rest on heads that could not be read. */
  private List<Head> everyHead() {
    List<Reading<Head>> all = ports.ledger().heads().orElse(List.of(Reading.unavailable("the ledger did not answer")));
    if (!all.stream().allMatch(Reading::isKnown)) {
      throw new Table.TableUnavailableException("not every head could be read", new IllegalStateException("unread heads"));
    }
    return all.stream().map(reading -> ((Reading.Known<Head>) reading).value()).toList();
  }

  private List<Head> heads() {
    return ports.ledger().heads().orElse(List.of()).stream()
        .filter(Reading::isKnown)
        .map(reading -> ((Reading.Known<Head>) reading).value())
        .toList();
  }
}
