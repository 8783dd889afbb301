package io.auroraresponder.lab.cli;

import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.KillSwitch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Lists what is open in a deployment's ledger, and how the switch stands. Only reads. */
public final class ChangesCommand implements Command {
  @Override
  public String name() {
    return "changes";
  }

  @Override
  public String arguments() {
    return "[CLUSTER] " + OperatorTables.PLACE;
  }

  @Override
  public String summary() {
    return "lists changes in flight, leases, orders, proposed plans and unclaimed ranges";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = OperatorTables.arguments(name(), given, Set.of(), Set.of());
    if (arguments.words().size() > 1) {
      throw new UsageException("changes takes one cluster at most, found also " + arguments.words().get(1));
    }
    OperatorTables tables = OperatorTables.open(name(), arguments);
    arguments.words().forEach(tables::requireCluster);
    String only = arguments.words().isEmpty() ? "" : arguments.words().getFirst();
    KillSwitch position = tables.said().killSwitch(tables.known(tables.ledger().tableId()));
    console.print(List.of(tables.where() + ": changes are " + (position.running() ? "allowed" : "stopped") + " (" + position.why() + ")"));
    return list(tables.heads(), only, console);
  }

  /** Changes, leases, orders and unclaimed ranges, each for itself; "none" only where every head was read. */
  static int list(OperatorTables.Heads heads, String only, Console console) {
    List<String> lines = new ArrayList<>();
    for (Head head : heads.read()) {
      if (only.isEmpty() || head.cluster().value().equals(only)) {
        lines.addAll(lines(head));
      }
    }
    if (lines.isEmpty()) {
      lines.add(heads.unread() == 0 ? "nothing is open" : "nothing is open in what could be read");
    }
    lines.addAll(heads.gap());
    console.print(lines);
    return heads.unread() == 0 ? DONE : SAYS_NO;
  }

  private static List<String> lines(Head head) {
    List<String> lines = new ArrayList<>();
    String cluster = head.cluster().value();
    head.change().ifPresent(change -> lines.add(cluster + "  change " + change.plan().planId().substring(0, 8) + " "
        + change.phase().name().toLowerCase(Locale.ROOT) + ", " + change.plan().from() + " to " + change.plan().to()));
    head.lease().ifPresent(lease -> lines.add(cluster + "  lease " + lease.id() + " " + lease.phase().name().toLowerCase(Locale.ROOT) + ", "
        + lease.current() + ", before it " + lease.base() + ", until " + lease.until()));
    head.order().ifPresent(order -> lines.add(cluster + "  order of " + order.order().by() + " "
        + order.order().kind().name().toLowerCase(Locale.ROOT) + (order.told().isEmpty() ? "" : ", held back: " + order.told())));
    head.pending().ifPresent(pending -> lines.add(cluster + "  proposed " + pending.plan().planHash() + ", " + pending.plan()
        .from() + " to "
        + pending.plan().to() + ", an answer counts until " + pending.expires()));
    head.unclaimed().ifPresent(unclaimed -> lines.add(cluster + "  unclaimed " + unclaimed.id() + ", " + unclaimed.call().to()));
    head.fork().ifPresent(fork -> lines.add(cluster + "  chain forked at entry " + fork.seq()));
    return lines;
  }
}
