package io.auroraresponder.lab.cli;

import io.auroraresponder.lab.account.Reasons;
import io.auroraresponder.ledger.ChainEntry;
import io.auroraresponder.ledger.Head;
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
    return "checks that a report page fits together, with --expect that it ends as a message says, with --aws that the ledger holds its "
        + "entries";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = OperatorTables.arguments(name(), given, Set.of(), Set.of("--expect"));
    if (arguments.words().size() != 1) {
      throw new UsageException("verify-report takes one report page, for example out/2026-11-24T10-15-31Z-orders-db.html");
    }
    Optional<String> expected = arguments.value("--expect").map(VerifyReportCommand::expected);
    Path file = Path.of(arguments.words().getFirst());
    PageProof proof = PageProof.of(file, text(file));
    if (!proof.faults().isEmpty()) {
      proof.faults().forEach(fault -> console.err().println("responder: " + file + ": " + fault));
      return SAYS_NO;
    }
    Optional<String> end = proof.last().map(VerifyReportCommand::words);
    if (expected.isPresent() && !expected.equals(end)) {
      console.err().println("responder: " + file + " ends with " + end.orElse("no ledger entry") + ", not with " + expected.get());
      return SAYS_NO;
    }
    if (arguments.has("--aws") || arguments.value("--endpoint-url").isPresent()) {
      return proved(proof, OperatorTables.open(name(), arguments), file, console);
    }
    console.print(end.map(last -> "consistent, ends at " + last.replaceFirst("^(\\d+):", "entry $1, hash ")
        + (expected.isPresent() ? ", as expected" : ": compare with the message"))
        .orElse("consistent, and no ledger entry: nothing was changed"));
    return DONE;
  }

  /** Holds the page's entries against those of the ledger; of a chain that cannot be read nothing is said. */
  private static int proved(PageProof proof, OperatorTables tables, Path file, Console console) {
    if (proof.last().isEmpty()) {
      console.print("consistent, and no ledger entry: nothing was changed");
      return DONE;
    }
    ChainEntry last = proof.last().get();
    OperatorTables.Heads heads = tables.heads();
    for (Head head : heads.read()) {
      List<ChainEntry> kept = tables.known(tables.ledger().chain(head.resourceId()));
      if (kept.contains(last)) {
        List<ChainEntry> strange = proof.entries().stream().filter(entry -> !kept.contains(entry)).toList();
        if (!strange.isEmpty()) {
          console.err().println("responder: " + file + ": entry " + strange.getFirst().seq() + " is not in the ledger of " + tables
              .where());
          return SAYS_NO;
        }
        String newer = kept.getLast().seq() == last.seq() ? ", and ends there" : ", and goes on to entry " + kept.getLast().seq();
        console.print("proved: the ledger of " + tables.where() + " holds all entries of the page for " + head.cluster()
            + ", up to entry " + last.seq() + newer);
        return DONE;
      }
    }
    console.err().println("responder: " + file + " ends with " + words(last) + ", which is in no chain of the ledger of " + tables.where());
    heads.gap().forEach(line -> console.err().println("responder: " + line));
    return SAYS_NO;
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
