package io.auroraresponder.remediation;

import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.KillSwitch;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.Decision.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person asks for by hand: orders about leases, uncertain changes and unclaimed ranges; stop everything; go on. */
public final class OperatorCommands {
  private static final int TARGET = 8;

  private final RemediationPorts ports;
  private final RemediationSettings settings;
  private final ClusterReader reader;
  private final LeaseKeeper keeper;
  private final Commands commands;

  OperatorCommands(RemediationPorts ports, RemediationSettings settings, ClusterReader reader, LeaseKeeper keeper) {
    this.ports = ports;
    this.settings = settings;
    this.reader = reader;
    this.keeper = keeper;
    this.commands = new Commands(settings.functionName());
  }

  /**
   * What is open when the switch was set: leases are not given back while it stands at stop, and changes may be on their way.
   *
   * @param open heads with a change, a lease, an order or an unclaimed range
   */
  public record Standing(KillSwitch position, List<Head> open, Instant settledAt) {
    public Standing {
      open = List.copyOf(open);
    }
  }

  /**
   * Stops all changes: no call starts later than {@code settledAt}.
   *
   * @throws Table.TableUnavailableException when it is not known whether the switch was set
   */
  public Standing stop(String by, String why) {
    Instant now = ports.clock().instant();
    return set(new KillSwitch(false, by, now, why, OperatorsTable.id(now, by)));
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
    List<Head> open = everyHead().stream().filter(head -> head.isOpen() || head.unclaimed().isPresent()).toList();
    return new Standing(position, open, ports.clock().instant().plus(settings.times().stopSettles()));
  }

  /** Gives back straight to the base, whether it is needed or not; the target is a lease, an uncertain change or an unclaimed range. */
  public Decision undo(String target, String by) {
    return order(Order.Kind.BACK, target, by);
  }

  /** Gives an order and takes it at once; it stands until it is done or its giver hears why not. */
  public Decision order(Order.Kind kind, String target, String by) {
    Instant now = ports.clock().instant();
    if (!(ports.ledger().heads() instanceof Reading.Known<List<Reading<Head>>>(List<Reading<Head>> heads, Instant a, Instant b))) {
      return answer(Result.REFUSED, Phrase.of("The ledger did not answer; what is open is not known, and nothing was ordered"), List.of(),
          none());
    }
    String shortened = target.length() > TARGET ? target.substring(0, TARGET) : target;
    String under = ports.ledger().killSwitch().map(KillSwitch::stop).orElse("");
    for (Reading<Head> each : heads) {
      if (each instanceof Reading.Known<Head>(Head head, Instant c, Instant d)) {
        Order order = new Order(OperatorsTable.id(now, by + "-" + kind + "-" + shortened), by, kind, head.cluster().value(), shortened,
            under);
        if (OrderSteps.means(head, order)) {
          return taken(head, order);
        }
      }
    }
    Optional<Head> closed = heads.stream().filter(Reading::isKnown).map(each -> ((Reading.Known<Head>) each).value())
        .filter(head -> head.last().filter(last -> last.id().equals(shortened)).isPresent()).findFirst();
    if (closed.isPresent()) {
      return answer(Result.NOT_NEEDED, Phrase.of("Lease {} is closed already", Fact.word("asked for", now, shortened)), List.of(),
          closed.get());
    }
    return heads.stream().allMatch(Reading::isKnown)
        ? answer(Result.REFUSED, Phrase.of("Nothing open is called {}", Fact.word("asked for", now, target)), List.of(), none())
        : answer(Result.REFUSED, Phrase.of("Not every head could be read; whether {} is open is not known", Fact.word("asked for", now,
            target)), List.of(), none());
  }

  private Decision taken(Head head, Order order) {
    if (!(keeper.take(head, order) instanceof Reading.Known<Head>(Head taken, Instant a, Instant b))) {
      return answer(Result.UNCERTAIN, Phrase.of("The ledger did not answer; whether the order was taken is not known, ask again"),
          List.of(),
          head);
    }
    Head after = keeper.advance(taken);
    Instant now = ports.clock().instant();
    Phrase accepted = Phrase.of("The order of {} was accepted", Fact.word("order", now, order.by()));
    if (after.order().filter(standing -> standing.order().id().equals(order.id())).isEmpty()) {
      return answer(Result.APPLIED, accepted.and(" ", Phrase.of("and is done")), List.of(commands.stop(now)), after);
    }
    boolean back = after.lease().filter(lease -> lease.current().equals(lease.base())).isPresent();
    if (back) {
      return answer(Result.APPLIED, accepted.and("; ", Phrase.of("the range is back")), List.of(commands.stop(now)), after);
    }
    boolean unsure = after.change().filter(change -> change.phase() == Change.Phase.UNSURE).isPresent();
    List<Advice> byHand = after.lease().map(lease -> byHand(after, lease, now)).orElse(List.of(commands.stop(now)));
    return unsure
        ? answer(Result.UNCERTAIN, accepted.and("; ", Phrase.of("a call may have been applied; reading back will tell")), List.of(), after)
        : answer(Result.DEFERRED, accepted.and("; ", Phrase.of("it is not done yet; the sweep tries every minute")), byHand, after);
  }

  private List<Advice> byHand(Head head, Lease lease, Instant now) {
    return List.of(commands.stop(now), commands.set("Or set the former range by hand", head.cluster(), lease.base(), now));
  }

  /**
   * Orders everything back: each open lease, each change that may land, each unclaimed range. One decision each; none means that nothing
   * is open.
   *
   * @throws Table.TableUnavailableException when it is not known what is open
   */
  public List<Decision> drain(String by) {
    List<Decision> all = new ArrayList<>();
    for (Head head : everyHead()) {
      head.lease().map(Lease::id)
          .or(() -> head.change().map(change -> change.plan().planId().substring(0, TARGET)))
          .or(() -> head.unclaimed().map(unclaimed -> unclaimed.id()))
          .ifPresent(target -> all.add(undo(target, by)));
    }
    return all;
  }

  private Decision answer(Result result, Phrase summary, List<Advice> advice, Head head) {
    Policy.Mode mode = head.ver() == 0 ? Policy.Mode.OBSERVE : reader.look(head).policy().map(Policy::mode).orElse(Policy.Mode.OBSERVE);
    return new Decision(nothing(head, mode, summary), mode, result, Optional.empty(), List.of(), summary, advice, head.seq(), head.hash());
  }

  private static Head none() {
    return Head.first("none", new ClusterId("none"), "");
  }

  /** What a person asks for is no plan of an incident. */
  private Plan nothing(Head head, Policy.Mode mode, Phrase summary) {
    Instant now = ports.clock().instant();
    Incident byHand =
        new Incident(
            "by-hand", head.cluster().value(), head.cluster(), "", "", "", "", "", now,
            new Signal("by-hand", "by-hand", "an operator", "", now));
    return Plan.none(byHand, Lever.NONE, List.of(), Optional.empty(), mode, summary);
  }

  /** An answer that nothing is open may not rest on heads that could not be read. */
  private List<Head> everyHead() {
    List<Reading<Head>> all = ports.ledger().heads().orElse(List.of(Reading.unavailable("the ledger did not answer")));
    if (!all.stream().allMatch(Reading::isKnown)) {
      throw new Table.TableUnavailableException("not every head could be read", new IllegalStateException("unread heads"));
    }
    return all.stream().map(reading -> ((Reading.Known<Head>) reading).value()).toList();
  }
}
