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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of a real look with entries of a real ledger, as it is and altered. */
class VerifyReportTest {
  private static final Path EVENT = Path.of("..", "events", "eventbridge-alarm-metric.json");
  private static final String RESOURCE = "cluster-ABCDEFGHIJKLMNOPQRSTUVWXY0";

  @TempDir private Path folder = Path.of(".");

  /** Entries 2 to 4 of a chain: a page begins where its incident begins. */
  private static List<ChainEntry> chain(SimulatedAccount account) {
    java.time.Clock clock = java.time.Clock.fixed(account.world().now(), java.time.ZoneOffset.UTC);
    Ledger ledger =
        new Ledger(new DynamoDbTable(account.clients("lab").dynamoDb(), Deployment.TABLE, Backoff.standard(), clock), clock, () ->
            UUID.randomUUID().toString());
    for (EntryKind kind : List.of(EntryKind.REFUSED, EntryKind.INTENT, EntryKind.APPLIED, EntryKind.HELPED)) {
      Head head = known(ledger.head(RESOURCE, new ClusterId("orders-db")));
      assertThat(ledger.write(head.draft(), kind, new EntryBody().with("lease", "a < b & \"c\" '" + kind.name())))
          .isInstanceOf(Ledger.Written.Done.class);
    }
    return known(ledger.chain(RESOURCE)).subList(1, 4);
  }

  private static <T> T known(Reading<T> reading) {
    assertThat(reading).isInstanceOf(Reading.Known.class);
    return ((Reading.Known<T>) reading).value();
  }

  private static String page() throws IOException {
    String event = Files.readString(EVENT);
    Invocation invocation = Invocation.in(EventSetting.around(event));
    Report report = invocation.deliver(event, Caller.any("lab-1")).reports().getFirst();
    List<Story.Entry> entries = chain(invocation.account()).stream()
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

  @Test
  void alteredEntryIsFound() throws IOException {
    CommandRun run = run(page().replace("&#x27;APPLIED", "&#x27;DENIED").replace("&#39;APPLIED", "&#39;DENIED"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("entry 3 was altered: its hash does not fit");
  }

  @Test
  void entryThatIsLeftOutIsFound() throws IOException {
    CommandRun run = run(page().replaceFirst("<tr data-seq=\"3\".*?</tr>", ""));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("has 3 ledger entries, and 2 can be read", "entry 4 stands where 3 is due");
  }

  @Test
  void numberThatIsNotItsFactsIsFound() throws IOException {
    CommandRun run = run(page().replaceFirst("(<a href=\"#f\\d+\">)[^<]*</a>", "$199 parsecs</a>"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("\"99 parsecs\" leads to fact ");
  }

  @Test
  void whatIsNoPageIsCutOffOrOfAnotherVersionIsRefusedByName() throws IOException {
    String page = page();

    assertThat(run("hello").err()).contains("page.html is no report page");
    assertThat(run("hello").exitCode()).isEqualTo(2);
    assertThat(run(page.substring(0, page.length() - 20)).err()).contains("page.html is cut off");
    assertThat(run(page.replace("data-page=\"1\"", "data-page=\"9\"")).err()).contains("is a report page of version 9");
    assertThat(run(page, "--expect", "12").err()).contains("--expect is an entry's number and its hash");
  }
}
