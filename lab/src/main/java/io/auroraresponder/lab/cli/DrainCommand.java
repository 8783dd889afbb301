package io.auroraresponder.lab.cli;

import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Orders everything back: each open lease, each change that may land, each unclaimed range. */
public final class DrainCommand implements Command {
  private static final int TARGET = 8;

  private final OrderWait wait;

  DrainCommand(OrderWait wait) {
    this.wait = wait;
  }

  @Override
  public String name() {
    return "drain";
  }

  @Override
  public String arguments() {
    return OperatorTables.PLACE;
  }

  @Override
  public String summary() {
    return "gives back every raised range, before a deployment is removed for example";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = OperatorTables.arguments(name(), given, Set.of(), Set.of());
    if (!arguments.words().isEmpty()) {
      throw new UsageException("drain takes no word, found " + arguments.words().getFirst());
    }
    OperatorTables tables = OperatorTables.open(name(), arguments);
    OperatorTables.Heads heads = tables.heads();
    List<OrderWait.Given> orders = new ArrayList<>();
    for (Head head : heads.read()) {
      target(head).ifPresent(target -> orders.add(OrderCommand.put(tables, head, Order.Kind.BACK, target)));
    }
    console.print(heads.gap());
    if (orders.isEmpty()) {
      console.print(List.of(heads.unread() == 0 ? "nothing is open in " + tables.where() : "nothing is open in what could be read"));
    }
    int waited = wait.until(orders, tables, console);
    return heads.unread() == 0 ? waited : SAYS_NO;
  }

  private static Optional<String> target(Head head) {
    return head.lease().map(Lease::id)
        .or(() -> head.change().map(change -> change.plan().planId().substring(0, TARGET)))
        .or(() -> head.unclaimed().map(unclaimed -> unclaimed.id()));
  }
}
