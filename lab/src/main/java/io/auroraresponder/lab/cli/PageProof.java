package io.auroraresponder.lab.cli;

import com.google.gson.JsonParseException;
import io.auroraresponder.ledger.Chain;
import io.auroraresponder.ledger.ChainEntry;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.notify.page.ReportPage;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A report page read back: its ledger entries and the facts that its numbers lead to. It is read in the one form that pages are written in;
 * anything else is refused, not guessed.
 */
final class PageProof {
  private static final Pattern MAIN = Pattern.compile(
      "<main data-page=\"(\\d+)\"(?: data-incident=\"([^\"]*)\" data-seal=\"([0-9a-f]{64})\" data-entries=\"(\\d{1,9})\")?[ >]");
  private static final Pattern ENTRY =
      Pattern.compile("<tr data-seq=\"(\\d+)\" data-at=\"([^\"]*)\" data-kind=\"([A-Z_]+)\" data-prev=\"([0-9a-f]*)\" "
      + "data-hash=\"([0-9a-f]+)\">"
          + "(.*?)</tr>", Pattern.DOTALL);
  private static final Pattern BODY = Pattern.compile("<pre>(.*?)</pre>", Pattern.DOTALL);
  private static final Pattern SHOWN_HASH = Pattern.compile("<code>(.*?)</code>");
  private static final Pattern FACT = Pattern.compile("<tr id=\"(f\\d+)\"><td>f\\d+</td><td>(.*?)</td>");
  private static final Pattern LINK = Pattern.compile("<a href=\"#(f\\d+)\">(.*?)</a>");

  private static final String BEGIN = "<!DOCTYPE html>\n";
  private static final String END = "</html>\n";

  private final String incident;
  private final String seal;
  private final List<ChainEntry> entries;
  private final List<String> faults;

  private PageProof(String incident, String seal, List<ChainEntry> entries, List<String> faults) {
    this.incident = incident;
    this.seal = seal;
    this.entries = entries;
    this.faults = faults;
  }

  /**
   * Reads a page.
   *
   * @throws UsageException where the file is none, is cut off, or is of another version
   */
  static PageProof of(Path file, String html) {
    Matcher main = MAIN.matcher(html);
    boolean marked = main.find();
    if (marked && !main.group(1).equals(Integer.toString(ReportPage.VERSION))) {
      throw new UsageException(file + " is a report page of version " + main.group(1) + "; this ./responder reads version "
          + ReportPage.VERSION);
    }
    if (html.startsWith(BEGIN) && !html.endsWith(END)) {
      throw new UsageException(file + " is cut off: it does not end as a page ends");
    }
    if (!marked || !html.startsWith(BEGIN)) {
      throw new UsageException(file + " is no report page: expected an HTML file that ./responder or the notification function wrote");
    }
    if (main.group(3) == null) {
      throw new UsageException(file + " is no report page as one is written: it bears no incident and no seal");
    }
    List<String> faults = new ArrayList<>();
    List<ChainEntry> entries = entries(html, faults);
    if (entries.size() != Integer.parseInt(main.group(4))) {
      faults.add("the page says that it has " + main.group(4) + " ledger entries, and " + entries.size() + " can be read");
    }
    faults.addAll(Chain.faultsOfPart(entries));
    faults.addAll(facts(html));
    if (faults.isEmpty() && !ReportPage.seal(html).equals(main.group(3))) {
      faults.add("something of the page was altered after it was written: its seal does not fit");
    }
    return new PageProof(plain(main.group(2)), main.group(3), entries, faults);
  }

  private static List<ChainEntry> entries(String html, List<String> faults) {
    List<ChainEntry> entries = new ArrayList<>();
    Matcher rows = ENTRY.matcher(html);
    while (rows.find()) {
      Matcher body = BODY.matcher(rows.group(6));
      Matcher shown = SHOWN_HASH.matcher(rows.group(6));
      try {
        entries.add(
            new ChainEntry(
                Long.parseLong(rows.group(1)), rows.group(4), rows.group(5), Instant.parse(rows.group(2)), EntryKind.valueOf(rows.group(3)),
                body.find() ? plain(body.group(1)) : ""));
        if (!shown.find() || !shown.group(1).equals(rows.group(5))) {
          faults.add("entry " + rows.group(1) + " shows another hash than it has");
        }
      } catch (DateTimeException | IllegalArgumentException | JsonParseException unreadable) {
        faults.add("entry " + rows.group(1) + " cannot be read: " + unreadable.getMessage());
      }
    }
    return entries;
  }

  /** Each number that leads to a fact is that fact's value, with or without its unit. */
  private static List<String> facts(String html) {
    Map<String, String> facts = new HashMap<>();
    Matcher rows = FACT.matcher(html);
    List<String> faults = new ArrayList<>();
    while (rows.find()) {
      if (facts.put(rows.group(1), rows.group(2)) != null) {
        faults.add("fact " + rows.group(1) + " stands twice");
      }
    }
    Matcher links = LINK.matcher(html);
    while (links.find()) {
      String fact = facts.getOrDefault(links.group(1), "");
      if (!fact.equals(links.group(2)) && !fact.startsWith(links.group(2) + " ")) {
        faults.add("\"" + plain(links.group(2)) + "\" leads to fact " + links.group(1) + ", which is \"" + plain(fact) + "\"");
      }
    }
    return faults;
  }

  private static String plain(String html) {
    return html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'").replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  /** What does not fit together; empty where all does. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** The incident that it is of. */
  String incident() {
    return incident;
  }

  /** SHA-256 over the page, as the ledger keeps it of the page that was written last. */
  String seal() {
    return seal;
  }

  /** Its ledger entries, in order. */
  List<ChainEntry> entries() {
    return List.copyOf(entries);
  }

  /** The last ledger entry; empty where nothing was changed. */
  Optional<ChainEntry> last() {
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast());
  }
}
