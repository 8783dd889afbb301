package io.auroraresponder.notify.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.notify.GeneratedReports;
import io.auroraresponder.notify.Reports;
import io.auroraresponder.notify.Story;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.ParseErrorList;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  @Test
  void showsWhatHappenedWhatWasDoneAndTheProof() {
    Document page = parsed(ReportPage.of(lease()));

    assertThat(page.expectFirst("h1").text()).isEqualTo("orders-db is out of capacity: 8 ACU for 6 minutes, 31 sessions at work");
    assertThat(page.select(".state").text()).isEqualTo("RESOLVED");
    assertThat(page.select(".now").text()).isEqualTo("11:15:40 UTC: back at 8 ACU.");
    assertThat(page.select("h2").eachText())
        .contains("Impact", "Cause: load-growth", "What the responder did", "The picture", "Timeline", "Findings", "Not checked",
        "Guard rails",
            "Ledger", "Facts");
    assertThat(page.select("code").eachText()).containsExactly("9c41d2", "ab12cd");
    assertThat(page.select("pre").eachText()).as("over: nothing of it can be undone").contains("{\"lease\":\"lease-7f3a\"}")
        .doesNotContain("responder undo lease-7f3a");
    assertThat(parsed(ReportPage.of(Story.of(Reports.applied()))).select("pre").eachText()).contains("responder undo lease-7f3a");
  }

  /** A plan that was refused costs nothing and opens no lease. */
  @Test
  void refusedPlanHasNeitherPriceNorLease() {
    Report applied = Reports.applied();
    Report.Decision yes = applied.decision();
    Report refused =
        with(applied, new Report.Decision(yes.mode(), "refused", yes.wouldBe(), yes.reasons(), Phrase.of("Refused"), yes.commands(), 0,
        ""));

    assertThat(done(refused)).doesNotContain("It costs at most").doesNotContain("result at");
    assertThat(done(applied)).contains("It costs at most 0.96 USD/h more");
  }

  private static String done(Report report) {
    return parsed(ReportPage.of(Story.of(report))).select("section:has(h2:contains(What the responder did))").text();
  }

  private static Report with(Report report, Report.Decision decision) {
    return new Report(report.incident(), report.state(), report.cluster(), report.verdict(), report.findings(), report.gaps(),
        report.facts(), report.plan(), decision, report.nextLook(), report.links(), report.timing(), report.series(), report.silence());
  }

  /** The look that leads may be later than what the ledger has. */
  @Test
  void timelineIsInTheOrderOfTime() {
    Story told = lease();
    Story.Entry earlier = new Story.Entry(11, "", "aa", told.lookedAt().minusSeconds(300), "ACCEPTED", "{}");
    List<Story.Entry> entries = new ArrayList<>(List.of(earlier));
    entries.addAll(told.entries());
    Document page = parsed(ReportPage.of(new Story(told.report(), told.lookedAt(), told.lease(), told.events(), entries, told.aside(),
        told.silence(), told.undelivered())));

    List<String> times = page.select(".timeline td.time").eachText();
    assertThat(times).hasSizeGreaterThan(5).isSorted();
    assertThat(page.select(".timeline td:last-child").eachText()).contains("RDS took the change (ledger entry 11)");
  }

  /** A number or name inside of another is not the fact. */
  @Test
  void partOfANameOrNumberIsNoLink() {
    Report report = Reports.applied();
    Report.Verdict verdict = report.verdict();
    Fact eight = report.facts().getFirst().fact();
    Phrase text = new Phrase("orders-8-b, 8.5 of 1.8, db_8 and 8-db: " + eight.words(), List.of(eight));
    Document page = parsed(ReportPage.of(Story.of(new Report(report.incident(), report.state(), report.cluster(),
        new Report.Verdict(text, verdict.impact(), verdict.severity(), verdict.cause(), verdict.otherCauses()), report.findings(),
        report.gaps(), report.facts(), report.plan(), report.decision(), report.nextLook(), report.links(), report.timing(),
        report.series(),
        report.silence()))));

    assertThat(page.select("h1 a").eachText()).containsExactly("8 ACU");
    assertThat(page.expectFirst("h1 a").previousSibling()).hasToString("orders-8-b, 8.5 of 1.8, db_8 and 8-db: ");
  }

  /** The look ends when it was made; what was told of the lease goes on. */
  @Test
  void pictureGoesOnWithTheMinutesThatTheNewsBringAndShowsSessionsByWhatTheyDo() {
    Story told = lease();
    Instant after = Reports.NOW.plusSeconds(600).truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
    List<Report.Measured> minutes =
        List.of(
            new Report.Measured("orders-db-instance-1", "ServerlessDatabaseCapacity", "ACU", after,
            List.of(Optional.of(9.5), Optional.of(10.0))),
            new Report.Measured("orders-db-instance-1", "DBLoadCPU", "sessions", after, List.of(Optional.of(4.0), Optional.of(5.0))),
            new Report.Measured("orders-db-instance-1", "DBLoadNonCPU", "sessions", after, List.of(Optional.of(2.0), Optional.of(1.0))));
    Story.Event last = told.events().getLast();
    Story.Event measured =
        new Story.Event(last.seq(), last.hash(), last.kind(), last.severity(), last.text(), last.at(), last.commands(), last.lease(),
        minutes);
    Document before = parsed(ReportPage.of(told));
    Document page =
        parsed(ReportPage.of(new Story(told.report(), told.lookedAt(), told.lease(), List.of(measured), told.entries(), told.aside(),
            told.silence(), told.undelivered())));

    assertThat(page.expectFirst("path.capacity").attr("d")).isNotEqualTo(before.expectFirst("path.capacity").attr("d"));
    assertThat(page.expectFirst("path.capacity").attr("d").split("M", -1)).as("one more piece").hasSize(4);
    assertThat(page.select(".charttitle").eachText()).contains("Active sessions by wait class");
    assertThat(page.select("path.waiting")).isNotEmpty();
  }

  /** Nothing stands and nothing is asked by the look, and yet somebody has to decide. */
  @Test
  void whatALeaseWaitsForIsWhatToDo() {
    Advice undo = new Advice(Phrase.of("Give the range back now"), Phrase.of("./responder undo lease-7f3a"));
    Story.Event event =
        new Story.Event(13, "ab12cd", "needs you", Severity.WARNING, Phrase.of("orders-db: a person decides"), Reports.NOW.plusSeconds(600),
            List.of(undo), "lease-7f3a");
    Report mitigated = Reports.applied().in(Report.State.MITIGATED);
    Document page = parsed(ReportPage.of(new Story(mitigated, Reports.NOW, Story.LeaseState.OVERDUE, List.of(event), List.of(),
        Optional.empty(), Optional.empty(), List.of())));

    assertThat(page.select("section:has(h2:contains(What to do)) pre").eachText()).containsExactly("./responder undo lease-7f3a");
  }

  @Test
  void sampledSessionsStandByWaitType() {
    Report report = Reports.applied();
    List<Report.Measured> sampled =
        List.of(
            new Report.Measured("orders-db-instance-1", "sessions:CPU", "sessions", Reports.NOW, List.of(Optional.of(0.7))),
            new Report.Measured("orders-db-instance-1", "sessions:Lock", "sessions", Reports.NOW, List.of(Optional.of(25.0))),
            new Report.Measured("orders-db-instance-1", "sessions:<b>", "sessions", Reports.NOW, List.of(Optional.of(0.3))));

    Document page = parsed(ReportPage.of(Story.of(new Report(report.incident(), report.state(), report.cluster(), report.verdict(),
        report.findings(), report.gaps(), report.facts(), report.plan(), report.decision(), report.nextLook(), report.links(),
        report.timing(), sampled, Optional.empty()))));

    assertThat(page.select(".legend").eachText())
        .containsExactly("Sampled sessions by wait type, orders-db-instance-1, 10:15 UTC Lock 25 CPU 0.7 <b> 0.3");
    assertThat(page.select("rect.wlock").attr("width")).isEqualTo("692.3");
    assertThat(page.select("rect")).hasSize(3);
    assertThat(page.select("svg").attr("aria-label")).endsWith("Lock 25, CPU 0.7, <b> 0.3");
  }

  /** The look that leads may be a later one that planned nothing: the ledger knows which max was in force, and who set it. */
  @Test
  void rangeOfThePictureIsTheLedgers() {
    List<Story.Entry> entries =
        List.of(
            new Story.Entry(3, "a", "b", Reports.NOW.plusSeconds(5), "APPLIED",
                "{\"from\":{\"maxHalves\":\"16\"},\"to\":{\"maxHalves\":\"24\"}}"),
            new Story.Entry(4, "b", "c", Reports.NOW.plusSeconds(600), "FOREIGN_RANGE", "{\"maxAcu\":\"10\"}"),
            new Story.Entry(5, "c", "d", Reports.NOW.plusSeconds(900), "HELPED", "[]"));

    assertThat(entries).extracting(Story.Entry::maxBefore).containsExactly(Optional.of(8.0), Optional.empty(), Optional.empty());
    assertThat(entries).extracting(Story.Entry::maxAfter).containsExactly(Optional.of(12.0), Optional.of(10.0), Optional.empty());
    Story seen = Story.of(Reports.refused());
    Document page = parsed(ReportPage.of(new Story(lease().report(), seen.lookedAt(), Story.LeaseState.NONE, List.of(), entries,
        Optional.empty(), Optional.empty(), List.of())));
    assertThat(page.select("path.range").attr("d").split("L", -1)).as("up, and to what somebody else set").hasSizeGreaterThan(5);
  }

  @Test
  void axisEndsInAPlainNumber() {
    assertThat(List.of(0.3, 1.0, 8.0, 12.0, 43.0, 128.0, 900.0, 1300.0)).extracting(Chart::top)
        .containsExactly(1.0, 1.2, 10.0, 14.0, 50.0, 140.0, 1000.0, 1400.0);
  }

  @Test
  void numbersLeadToTheirFacts() {
    Document page = parsed(ReportPage.of(Story.of(Reports.applied())));
    Element first = page.expectFirst("h1 a");

    assertThat(first.text()).isEqualTo("8 ACU");
    assertThat(page.expectFirst(first.attr("href")).text())
        .isEqualTo("f1 8 ACU cloudwatch:GetMetricData ServerlessDatabaseCapacity orders-db-instance-1 Maximum 10:15:40 UTC");
    Set<String> wanted = new TreeSet<>(page.select("a[href^=#]").eachAttr("href"));
    assertThat(wanted).isNotEmpty().allSatisfy(target -> assertThat(page.select(target)).hasSize(1));
  }

  @Test
  void pictureHasCapacityRangeFormerMaxAndMarks() {
    Document page = parsed(ReportPage.of(lease()));

    assertThat(page.select("svg")).hasSize(2).allMatch(svg -> svg.attr("role").equals("img") && !svg.attr("aria-label").isEmpty());
    Element capacity = page.expectFirst("svg");
    assertThat(capacity.select("path.capacity").attr("d").split("M", -1)).as("a minute without a value breaks the line").hasSize(3);
    assertThat(capacity.select("path.range").attr("d")).contains("L");
    assertThat(capacity.select("line.level")).hasSize(1);
    assertThat(page.select(".marks li").eachText())
        .containsExactly("A signal orders-db-acu-high, 10:09:00 UTC", "L look, 10:15:40 UTC", "R raise in force, 10:15:45 UTC",
            "E lease given back, 11:15:40 UTC");
  }

  @Test
  void policyForbidsEverythingButTheOneStyle() {
    Document page = parsed(ReportPage.of(Story.of(Reports.applied())));

    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content")).startsWith("default-src 'none'");
    assertThat(page.select("meta[name=referrer]").attr("content")).isEqualTo("no-referrer");
    assertThat(page.select("script, img, iframe, link, form, object")).isEmpty();
    assertThat(page.select("style")).hasSize(1);
  }

  @Property(seed = "20261204", tries = 200)
  void hostileTextsAreShownAsTextOnAPageOfAnySize(@ForAll("hostile") Report report) {
    Story.Event event =
        new Story.Event(3, "h", report.incident().signal().source(), Severity.CRITICAL, report.verdict().headline(),
        Reports.NOW.plusSeconds(60),
            List.of(), "lease");
    Story.Entry entry = new Story.Entry(3, "", "h", Reports.NOW.plusSeconds(60), "HELPED", "{\"x\":\"</pre><script>alert(1)</script>\"}");
    Story story =
        new Story(report, Reports.NOW, Story.LeaseState.HELD, List.of(event), List.of(entry),
        Optional.of(new Story.Aside(report, Reports.NOW)),
            Optional.empty(), List.of(new Story.Undelivered(report.incident().signal().source(), Reports.NOW, "<b>")));

    String html = ReportPage.of(story);

    assertThat(PageLaws.complaints(html)).isEmpty();
  }

  @Property(seed = "20261205", tries = 100)
  void everyReportGivesAPageWithoutAFaultOfHtml(@ForAll("reports") Report report) {
    Parser parser = Parser.htmlParser().setTrackErrors(20);
    var unused = Jsoup.parse(ReportPage.of(Story.of(report)), "", parser);
    ParseErrorList errors = parser.getErrors();

    assertThat(errors).isEmpty();
  }

  @Provide
  Arbitrary<Report> hostile() {
    return GeneratedReports.hostile();
  }

  @Provide
  Arbitrary<Report> reports() {
    return GeneratedReports.reports();
  }

  private static Document parsed(String html) {
    return Jsoup.parse(html);
  }

  private static Story lease() {
    Report applied = Reports.applied();
    Instant end = Instant.parse("2026-11-24T11:15:40Z");
    Report measured =
        new Report(
            applied.incident(), Report.State.RESOLVED, applied.cluster(), applied.verdict(), applied.findings(), applied.gaps(),
            applied.facts(),
            applied.plan(), applied.decision(), applied.nextLook(), applied.links(), applied.timing(),
            Report.Measured.of(metrics(), Reports.NOW), Optional.empty());
    Story.Event back =
        new Story.Event(13, "ab12cd", "given back", Severity.INFO, Phrase.of("orders-db: back at 8 ACU"), end, List.of(), "lease-7f3a");
    return new Story(
        measured, Reports.NOW, Story.LeaseState.CLOSED, List.of(back),
        List.of(
            new Story.Entry(12, "", "9c41d2", Reports.NOW.plusSeconds(5), "APPLIED", "{\"lease\":\"lease-7f3a\"}"),
            new Story.Entry(13, "9c41d2", "ab12cd", end, "GIVEN_BACK", "{}")),
        Optional.empty(), Optional.empty(), List.of());
  }

  private static Metrics metrics() {
    Instant first = Instant.parse("2026-11-24T10:00:00Z");
    List<Series.Point> points = new ArrayList<>();
    for (int minute = 0; minute < 15; minute++) {
      if (minute != 7) {
        points.add(new Series.Point(first.plusSeconds(minute * 60L), 4 + minute * 0.25));
      }
    }
    Series series = new Series(points);
    Instant to = first.plusSeconds(900);
    return new Metrics(
        Map.of("orders-db-instance-1", Map.of(Metric.CAPACITY, Reading.known(series, to), Metric.CPU, Reading.known(series, to))), first,
        to);
  }
}
