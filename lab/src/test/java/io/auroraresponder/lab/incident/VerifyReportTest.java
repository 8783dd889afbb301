package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.aws.Backoff;
import io.auroraresponder.aws.DynamoDbTable;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.cli.CommandRun;
import io.auroraresponder.ledger.ChainEntry;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.page.ReportPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of a real look with entries of a real ledger, as it is and altered. */
class VerifyReportTest {
  private static final Path EVENT = Path.of("..", "events", "eventbridge-alarm-metric.json");
  private static final String RESOURCE = "cluster-ABCDEFGHIJKLMNOPQRSTUVWXY0";

  @TempDir private Path folder = Path.of(".");

  /** Entries 2 to 4 of a chain: a page begins where its incident begins. */
  private static List<ChainEntry> chain(SimulatedAccount account, String lease) {
    java.time.Clock clock = java.time.Clock.fixed(account.world().now(), java.time.ZoneOffset.UTC);
    Ledger ledger =
        new Ledger(new DynamoDbTable(account.clients("lab").dynamoDb(), Deployment.TABLE, Backoff.standard(), clock), clock, () ->
            UUID.randomUUID().toString());
    for (EntryKind kind : List.of(EntryKind.REFUSED, EntryKind.INTENT, EntryKind.APPLIED, EntryKind.HELPED)) {
      Head head = known(ledger.head(RESOURCE, new ClusterId("orders-db")));
      assertThat(ledger.write(head.draft(), kind, new EntryBody().with("lease", lease + " < b & \"c\" '" + kind.name())))
          .isInstanceOf(Ledger.Written.Done.class);
    }
    return known(ledger.chain(RESOURCE)).subList(1, 4);
  }

  private static <T> T known(Reading<T> reading) {
    assertThat(reading).isInstanceOf(Reading.Known.class);
    return ((Reading.Known<T>) reading).value();
  }

  private static String page() throws IOException {
    return page("a");
  }

  private static String page(String lease) throws IOException {
    String event = Files.readString(EVENT);
    Invocation invocation = Invocation.in(EventSetting.around(event));
    Report report = invocation.deliver(event, Caller.any("lab-1")).reports().getFirst();
    List<Story.Entry> entries = chain(invocation.account(), lease).stream()
        .map(one -> new Story.Entry(one.seq(), one.prev(), one.hash(), one.at(), one.kind().name(), one.body())).toList();
    return ReportPage.of(new Story(
        report, report.timing().startedAt(), Story.LeaseState.HELD, List.of(), entries, Optional.empty(), Optional.empty(), List.of()));
  }

  private CommandRun run(String html, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("page.html"), html);
    List<String> words = new ArrayList<>(List.of("verify-report", file.toString()));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(String[]::new));
  }

  @Test
  void pageThatFitsTogetherSaysWhereItEnds() throws IOException {
    CommandRun run = run(page());

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).matches("consistent, ends at entry 4, hash [0-9a-f]{64}: compare with the message\n");
    String end = run.out().replaceFirst("(?s)^.*entry (\\d+), hash (\\w+):.*$", "$1:$2");
    assertThat(run(page(), "--expect", end.substring(0, end.length() - 1) + (end.endsWith("0") ? "1" : "0")).exitCode()).isEqualTo(1);
  }

  @Test
  void expectationThatHoldsIsSaid() throws IOException {
    String page = page();
    String end = run(page).out().replaceFirst("(?s)^.*entry (\\d+), hash (\\w+):.*$", "$1:$2");

    CommandRun run = run(page, "--expect", end);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).endsWith(", as expected\n");
  }

  /** A message is older than the page, which goes on. */
  @Test
  void entryOfAnEarlierMessageIsFound() throws IOException {
    String page = page();
    String hash = page.replaceFirst("(?s)^.*<tr data-seq=\"3\"[^>]* data-hash=\"(\\w+)\".*$", "$1");

    assertThat(run(page, "--expect", "3:" + hash).out()).contains("consistent, ends at entry 4")
        .endsWith(", and holds entry 3 as expected\n");
    assertThat(run(page, "--expect", "5:" + hash).err()).contains("and holds no entry 5:" + hash);
  }

  private void found(UnaryOperator<String> change, String... words) throws IOException {
    String page = page();
    String altered = change.apply(page);
    assertThat(altered).isNotEqualTo(page);
    CommandRun run = run(altered);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(words);
  }

  /** With a seal of its own: whoever alters a page may know how the seal is made. */
  private static String resealed(String html) {
    return html.replaceFirst("data-seal=\"\\w+\"", "data-seal=\"" + ReportPage.seal(html) + "\"");
  }

  @Test
  void alteredEntryIsFound() throws IOException {
    found(page -> resealed(page.replace("&#x27;APPLIED", "&#x27;DENIED").replace("&#39;APPLIED", "&#39;DENIED")),
        "entry 3 was altered: its hash does not fit");
    found(page -> resealed(page.replaceFirst("data-kind=\"APPLIED\"", "data-kind=\"KEPT\"")), "entry 3 was altered");
    found(page -> resealed(page.replaceFirst("(<tr data-seq=\"4\" data-at=\")\\d{4}", "$12001")), "entry 4 was altered");
  }

  @Test
  void hashThatIsShownAndIsAnotherIsFound() throws IOException {
    found(page -> resealed(page.replaceFirst("<code>[0-9a-f]", "<code>g")), "entry 2 shows another hash than it has");
  }

  @Test
  void entryThatIsLeftOutIsFound() throws IOException {
    found(page -> resealed(page.replaceFirst("<tr data-seq=\"3\".*?</tr>", "")), "has 3 ledger entries, and 2 can be read",
        "entry 4 stands where 3 is due");
  }

  @Test
  void numberThatIsNotItsFactsIsFound() throws IOException {
    found(page -> resealed(page.replaceFirst("(<a href=\"#f\\d+\">)[^<]*</a>", "$199 parsecs</a>")), "\"99 parsecs\" leads to fact ");
    found(page -> resealed(page.replaceFirst("(<tr id=\"f\\d+\"><td>f\\d+</td>)", "$1<td>0</td></tr>$1")), "stands twice");
  }

  /** Texts beside entries and linked numbers, and a fact that no text leads to. */
  @Test
  void anyOtherChangeIsFoundByTheSeal() throws IOException {
    String seal = "something of the page was altered after it was written: its seal does not fit";
    found(page -> page.replaceFirst("<h1><span>", "<h1><span>not "), seal);
    found(page -> page.replaceFirst("(<tr id=\"f\\d+\"><td>f\\d+</td><td>.*?</td><td>)[^<]*", "$1a friend"), seal);
    found(page -> page.replaceFirst("(?s)<tr data-seq=.*?</tr>(?=</tbody>)", "<!--$0-->"), seal);
    found(page -> page.replace("</p>", "</p>\r"), seal);
    found(page -> page.replaceFirst("data-seal=\"..", "data-seal=\"00"), seal);
  }

  /** The excerpt of another incident fits together as well. */
  @Test
  void ledgerOfAnotherPageIsFound() throws IOException {
    Pattern rows = Pattern.compile("(?s)<tr data-seq=.*?</tr>(?=</tbody></table>)");
    Matcher others = rows.matcher(page("z"));
    assertThat(others.find()).isTrue();
    found(page -> rows.matcher(page).replaceFirst(Matcher.quoteReplacement(others.group())), "its seal does not fit");
  }

  @Test
  void whatIsNoPageIsCutOffOrOfAnotherVersionIsRefusedByName() throws IOException {
    String page = page();

    assertThat(run("hello").err()).contains("page.html is no report page");
    assertThat(run("hello").exitCode()).isEqualTo(2);
    for (int left : List.of(page.length() - 1, page.length() - 20, page.length() / 2, 100)) {
      CommandRun cut = run(page.substring(0, left));
      assertThat(cut.err()).as("%s characters", left).contains("page.html is cut off");
      assertThat(cut.exitCode()).isEqualTo(2);
    }
    assertThat(run("\uFEFF" + page).err()).contains("page.html is no report page");
    assertThat(run(page.replaceFirst(" data-seal=\"\\w+\"", "")).err()).contains("bears no incident and no seal");
    assertThat(run(page.replace("data-page=\"1\"", "data-page=\"9\"")).err()).contains("is a report page of version 9");
    assertThat(run(page, "--expect", "12").err()).contains("--expect is an entry's number and its hash");
  }
}
