package io.auroraresponder.lab.cli;

import io.auroraresponder.lab.account.Reasons;
import io.auroraresponder.ledger.ChainEntry;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.notify.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Recomputes what a report page proves: the hashes of its ledger entries, and that its numbers are those of its facts. */
public final class VerifyReportCommand implements Command {
  @Override
  public String name() {
    return "verify-report";
  }

  @Override
  public String arguments() {
    return "FILE.html [--expect ENTRY:HASH] [" + OperatorTables.PLACE + "]";
  }

  @Override
  public String summary() {
    return "checks that a report page fits together, with --expect that it holds the entry of a message, with --aws that it is the page "
        + "that was written last, and its entries those of the ledger";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = OperatorTables.arguments(name(), given, Set.of(), Set.of("--expect"));
    if (arguments.words().size() != 1) {
      throw new UsageException("verify-report takes one report page, for example out/orders-db-20261124T101530-dadc498d.html");
    }
    Optional<String> expected = arguments.value("--expect").map(VerifyReportCommand::expected);
    Path file = Path.of(arguments.words().getFirst());
    PageProof proof = PageProof.of(file, text(file));
    if (!proof.faults().isEmpty()) {
      proof.faults().forEach(fault -> console.err().println("responder: " + file + ": " + fault));
      return SAYS_NO;
    }
    Optional<String> end = proof.last().map(VerifyReportCommand::words);
    boolean held = expected.isEmpty() || proof.entries().stream().map(VerifyReportCommand::words).anyMatch(expected.get()::equals);
    if (!held) {
      console.err().println("responder: " + file + " ends with " + end.orElse("no ledger entry") + " and holds no entry "
          + expected.get());
      return SAYS_NO;
    }
    if (arguments.has("--aws") || arguments.value("--endpoint-url").isPresent()) {
      return proved(proof, OperatorTables.open(name(), arguments), file, console);
    }
    console.print(end.map(last -> "consistent, ends at " + last.replaceFirst("^(\\d+):", "entry $1, hash ")
        + (expected.isEmpty() ? ": compare with the message" : expected.equals(end) ? ", as expected"
        : ", and holds entry " + expected.get().replaceFirst(":.*", "") + " as expected"))
        .orElse("consistent, and no ledger entry: nothing was changed"));
    return DONE;
  }

  /** Holds the page against the ledger: its entries against those of the chain, and all of it against the seal of the newest page. */
  private static int proved(PageProof proof, OperatorTables tables, Path file, Console console) {
    String page = "responder: " + file;
    Optional<Chained> chained = Optional.empty();
    if (proof.last().isPresent()) {
      ChainEntry last = proof.last().get();
      OperatorTables.Heads heads = tables.heads();
      chained = heads.read().stream().map(head -> chained(tables, head)).filter(one -> one.entries().contains(last)).findFirst();
      if (chained.isEmpty()) {
        console.err().println(page + " ends with " + words(last) + ", which is in no chain of the ledger of " + tables.where());
        heads.gap().forEach(line -> console.err().println("responder: " + line));
        return SAYS_NO;
      }
    }
    List<ChainEntry> kept = chained.map(Chained::entries).orElse(List.of());
    Optional<ChainEntry> strange = proof.entries().stream().filter(entry -> !kept.contains(entry)).findFirst();
    if (strange.isPresent()) {
      console.err().println(page + ": entry " + strange.get().seq() + " is not in the ledger of " + tables.where());
      return SAYS_NO;
    }
    Optional<Shown> newest = tables.page(proof.incident());
    if (newest.filter(shown -> shown.digest().equals(proof.seal())).isEmpty()) {
      console.err().println(page + (newest.isEmpty()
          ? " is of an incident that the ledger of " + tables.where() + " knows no page of (it knows those of the last 90 days): "
          : " is not the newest page of its incident (./responder report " + proof.incident() + " fetches that): ")
          + (proof.entries().isEmpty() ? "nothing of it is proved" : "its entries are in the ledger, and nothing else of it is proved"));
      return SAYS_NO;
    }
    console.print("proved: the ledger of " + tables.where() + " knows this page as the newest of " + proof.incident() + chained
        .map(one -> " and holds all its entries for " + one.head().cluster() + ends(proof, kept))
        .orElse("; no ledger entry: nothing was changed"));
    return DONE;
  }

  private static String ends(PageProof proof, List<ChainEntry> kept) {
    long last = proof.entries().getLast().seq();
    long newest = kept.getLast().seq();
    return ", up to entry " + last + (newest == last ? ", and ends there" : ", and goes on to entry " + newest);
  }

  /** A cluster's record as it was read, all of it. */
  private record Chained(Head head, List<ChainEntry> entries) {}

  private static Chained chained(OperatorTables tables, Head head) {
    return new Chained(head, tables.known(tables.ledger().chain(head.resourceId())));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException absent) {
      throw new UsageException(file + " is not there; ./responder incident leaves a page under out/");
    } catch (IOException unreadable) {
      throw new UsageException(file + " cannot be read as UTF-8: " + Reasons.of(unreadable));
    }
  }

  private static String words(ChainEntry entry) {
    return entry.seq() + ":" + entry.hash();
  }

  private static String expected(String text) {
    if (!text.matches("\\d+:[0-9a-f]{64}")) {
      throw new UsageException("--expect is an entry's number and its hash, for example 12:9c41… with 64 digits, not " + text);
    }
    return text;
  }
}
