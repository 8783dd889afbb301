package io.auroraresponder.lab.cli;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.ledger.Approval;
import io.auroraresponder.ledger.ChainEntry;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says yes or no to one proposed plan, and waits until a sweep has taken it. */
public final class ApprovalCommand implements Command {
  private final boolean yes;
  private final OrderWait wait;

  ApprovalCommand(boolean yes, OrderWait wait) {
    this.yes = yes;
    this.wait = wait;
  }

  @Override
  public String name() {
    return yes ? "approve" : "refuse";
  }

  @Override
  public String arguments() {
    return "HASH " + OperatorTables.PLACE;
  }

  @Override
  public String summary() {
    return yes ? "agrees to a proposed plan: it is sent once, where everything that it was judged on still holds"
        : "refuses a proposed plan; any no wins";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = OperatorTables.arguments(name(), given, Set.of(), Set.of());
    String hash = OperatorTables.onlyWord(name(), arguments, "the hash of a plan, as its message and ./responder changes show it");
    if (!hash.matches("[0-9a-f]{64}")) {
      throw new UsageException("a plan's hash has 64 characters of 0-9a-f; '" + hash + "' has " + hash.length()
          + ": give it whole, as ./responder changes shows it");
    }
    OperatorTables tables = OperatorTables.open(name(), arguments);
    OperatorTables.Heads heads = tables.heads();
    Head head = heads.read().stream().filter(each -> waits(each, hash)).findFirst()
        .orElseThrow(() -> new UsageException(notWaiting(tables, heads, hash)));
    Approval said = new Approval(tables.id(), tables.caller().userId().split(":", 2)[0], hash, yes);
    tables.operators().put(said, tables.caller().userId());
    Pending pending = head.pending().orElseThrow();
    console.print(List.of(name() + " of " + head.cluster() + " from " + pending.plan().from() + " to " + pending.plan().to() + " is put as "
        + tables.caller().userId() + " / " + said.id()));
    return until(head, hash, tables, console);
  }

  private static boolean waits(Head head, String hash) {
    return head.pending().filter(pending -> pending.plan().planHash().equals(hash)).isPresent();
  }

  /** Why nothing waits under that hash, as the chains have it. */
  private static String notWaiting(OperatorTables tables, OperatorTables.Heads heads, String hash) {
    if (heads.unread() > 0) {
      return String.join("; ", heads.gap()) + "; whether a plan waits under that hash is not known";
    }
    for (Head head : heads.read()) {
      List<ChainEntry> named =
          tables.known(tables.ledger().chain(head.resourceId())).stream().filter(entry -> entry.body().contains(hash)).toList();
      if (!named.isEmpty()) {
        ChainEntry last = named.getLast();
        return "the plan of " + head.cluster() + " waits no longer: " + last.said().map(said -> said.text().text())
            .orElse("it was sent, or another took its place, after " + last.at());
      }
    }
    return "no plan of " + tables.where() + " has the hash " + hash;
  }

  private int until(Head before, String hash, OperatorTables tables, Console console) {
    Instant end = tables.clock().instant().plus(OrderWait.PATIENCE);
    boolean asked = false;
    while (tables.clock().instant().isBefore(end)) {
      wait.pause().accept(OrderWait.STEP);
      Optional<Head> now = tables.heads().of(before.resourceId());
      if (now.isPresent() && !waits(now.get(), hash)) {
        return ended(now.get(), before, tables, console);
      }
      boolean asks = now.flatMap(Head::pending).filter(pending -> pending.askedAgain().isAfter(Instant.EPOCH)).isPresent();
      if (asks && !asked) {
        asked = true;
        console.print(List.of("accepted; its evidence is older than five minutes, so a fresh look comes first"));
      }
    }
    Duration left = Duration.between(tables.clock().instant(), before.pending().orElseThrow().expires());
    console.print(List.of((asked ? "the fresh look has not come yet" : "nothing has taken it") + " within " + OrderWait.PATIENCE.toSeconds()
        + " s: it counts for " + Math.max(0, left.toMinutes()) + " min more; ./responder changes shows what becomes of it"));
    return SAYS_NO;
  }

  private int ended(Head now, Head before, OperatorTables tables, Console console) {
    List<String> lines = new ArrayList<>();
    EntryKind last = EntryKind.PROPOSED;
    if (tables.ledger().entriesAfter(now, before.seq()) instanceof Reading.Known<List<ChainEntry>>(List<ChainEntry> entries, Instant a,
        Instant b)) {
      for (ChainEntry entry : entries) {
        last = entry.kind();
        lines.add(entry.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + entry.said().map(said -> ": " + said.text().text()).orElse(""));
      }
    }
    console.print(lines);
    return (last == EntryKind.VOIDED) == yes ? SAYS_NO : DONE;
  }
}
