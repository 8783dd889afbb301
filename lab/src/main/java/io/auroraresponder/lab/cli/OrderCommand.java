package io.auroraresponder.lab.cli;

import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.Order.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Orders something of one lease, change or late call, and waits until a head has taken it. */
public final class OrderCommand implements Command {
  private static final int TARGET = 8;

  private final Kind kind;
  private final OrderWait wait;

  OrderCommand(Kind kind, OrderWait wait) {
    this.kind = kind;
    this.wait = wait;
  }

  @Override
  public String name() {
    return switch (kind) {
      case BACK -> "undo";
      case KEEP -> "keep";
      case ADOPT -> "adopt";
      case LEAVE -> "leave";
      case CLEAR_FORK -> "clear-fork";
    };
  }

  @Override
  public String arguments() {
    return (kind == Kind.CLEAR_FORK ? "CLUSTER " : "ID ") + OperatorTables.PLACE;
  }

  @Override
  public String summary() {
    return switch (kind) {
      case BACK -> "gives the range of a lease, change or unclaimed range back, needed or not";
      case KEEP -> "keeps the raised range and ends its lease";
      case ADOPT -> "makes an unclaimed range a lease";
      case LEAVE -> "leaves an unclaimed range as it is";
      case CLEAR_FORK -> "allows raises again after somebody has looked into a forked chain";
    };
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = OperatorTables.arguments(name(), given, Set.of(), Set.of());
    String word = OperatorTables.onlyWord(name(), arguments, kind == Kind.CLEAR_FORK ? "a cluster"
        : "the id of a lease, a change or an unclaimed range, as messages and ./responder changes name it");
    if (kind != Kind.CLEAR_FORK && !word.matches("[0-9a-f]{8,64}")) {
      throw new UsageException("'" + word + "' is no id: at least 8 characters of 0-9a-f");
    }
    OperatorTables tables = OperatorTables.open(name(), arguments);
    OperatorTables.Heads heads = tables.heads();
    String target = kind == Kind.CLEAR_FORK ? "" : word.substring(0, TARGET);
    Head head = heads.read().stream().filter(each -> means(each, word, target)).findFirst()
        .orElseThrow(() -> new UsageException(nothing(tables, heads, word)));
    return wait.until(List.of(put(tables, head, kind, target)), tables, console);
  }

  private boolean means(Head head, String word, String target) {
    boolean unclaimed = head.unclaimed().filter(each -> each.id().equals(target)).isPresent();
    return switch (kind) {
      case CLEAR_FORK -> head.cluster().value().equals(word) && head.fork().isPresent();
      case ADOPT, LEAVE -> unclaimed;
      case BACK, KEEP -> unclaimed || names(head, target);
    };
  }

  private static boolean names(Head head, String target) {
    return head.lease().map(Lease::id).filter(target::equals).isPresent()
        || head.change().filter(change -> change.plan().planId().startsWith(target)).isPresent();
  }

  private String nothing(OperatorTables tables, OperatorTables.Heads heads, String word) {
    if (heads.unread() > 0) {
      return String.join("; ", heads.gap()) + "; whether " + word + " is open is not known";
    }
    Optional<Head> closed = heads.read().stream().filter(head -> head.last().filter(last -> word.startsWith(last.id())).isPresent())
        .findFirst();
    if (closed.isPresent()) {
      return "lease " + word + " of " + closed.get().cluster() + " is closed already";
    }
    boolean known = heads.read().stream().anyMatch(head -> head.cluster().value().equals(word));
    return switch (kind) {
      case CLEAR_FORK -> known ? "the chain of " + word + " is not forked"
          : "the ledger of " + tables.where() + " knows no cluster " + word;
      case ADOPT, LEAVE -> "no unclaimed range in " + tables.where() + " is called " + word;
      case BACK, KEEP -> "nothing open in " + tables.where() + " is called " + word
          + "; what another deployment has open stands in its own ledger (--name)";
    };
  }

  /** Puts the order under the caller's own id and under the stop that stands. */
  static OrderWait.Given put(OperatorTables tables, Head head, Kind kind, String target) {
    String under = tables.said().stop().map(stop -> stop.id()).orElse("");
    Order order = new Order(tables.id(), tables.caller().userId(), kind, head.cluster().value(), target, under);
    tables.operators().put(order);
    return new OrderWait.Given(head, order);
  }

}
