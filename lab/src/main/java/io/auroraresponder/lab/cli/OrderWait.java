package io.auroraresponder.lab.cli;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.StandingOrder;
import io.auroraresponder.remediation.Commands;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Waits until heads have taken orders: the sweep runs each minute.
 *
 * @param pause lets that long pass
 */
record OrderWait(Consumer<Duration> pause) {
  /** A sweep comes once a minute and takes half a minute at most. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  static final Duration STEP = Duration.ofSeconds(3);

  /** An order that was put, and the head that it is for. */
  record Given(Head head, Order order) {}

  static OrderWait inRealTime() {
    return new OrderWait(time -> {
      try {
        Thread.sleep(time);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new UsageException("interrupted; what was put stands in the operators' table");
      }
    });
  }

  int until(List<Given> orders, OperatorTables tables, Console console) {
    List<Given> open = new ArrayList<>(orders);
    InstantSource clock = tables.clock();
    var end = clock.instant().plus(PATIENCE);
    for (Given given : open) {
      console.print(List.of(OperatorsTable.word(given.order().kind()) + " of " + given.order().cluster() + " "
          + given.order().target() + " is put as " + given.order().by() + " / " + given.order().id()));
    }
    while (!open.isEmpty() && clock.instant().isBefore(end)) {
      pause.accept(STEP);
      OperatorTables.Heads heads = tables.heads();
      open.removeIf(given -> heads.of(given.head().resourceId()).map(head -> taken(head, given, console)).orElse(false));
    }
    open.forEach(given -> console.print(List.of(
        "nothing has taken the order of " + given.order()
        .cluster() + " within " + PATIENCE.toSeconds() + " s: it stands for 15 min; by hand:",
        byHand(given, tables))));
    return open.isEmpty() ? Command.DONE : Command.SAYS_NO;
  }

  private static boolean taken(Head head, Given given, Console console) {
    if (!head.answered().containsKey(given.order().id())) {
      return false;
    }
    Optional<StandingOrder> standing = head.order().filter(order -> order.order().id().equals(given.order().id()));
    String told = standing.map(StandingOrder::told).orElse("");
    console.print(List.of(standing.isEmpty() ? "accepted and answered: " + state(head)
        : told.isEmpty() ? "accepted: " + state(head) + "; it goes on each minute"
        : "accepted and held back (" + told + "): " + state(head) + "; it goes on when it may"));
    return true;
  }

  private static String state(Head head) {
    String lease = head.lease().map(open -> "lease " + open.id() + " at " + open.current() + ", before it " + open.base())
        .orElse("no lease");
    return head.cluster() + " has " + lease;
  }

  private static String byHand(Given given, OperatorTables tables) {
    return given.head().lease()
        .map(lease -> new Commands().set("", given.head().cluster(), lease.base(), tables.now()))
        .or(() -> given.head().change().map(change -> new Commands().set("", given.head().cluster(), change.plan().from(), tables.now())))
        .map(Advice::command).map(command -> command.text())
        .orElse("aws rds describe-db-clusters --db-cluster-identifier " + given.head().cluster());
  }
}
