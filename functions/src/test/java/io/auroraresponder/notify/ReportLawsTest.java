package io.auroraresponder.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws of every report, whatever is in it. */
class ReportLawsTest {

  @Property(seed = "20261124", tries = 200)
  void everyNumberOfAMessageIsTheValueOfAFact(@ForAll("reports") Report report) {
    assertThat(UnexplainedNumbers.in(MailText.of(Notification.of(report)).whole(), report)).isEmpty();
  }

  @Property(seed = "20261125", tries = 200)
  void everyReportFitsTheSchema(@ForAll("reports") Report report) {
    assertThat(ReportSchema.complaints(ReportJson.of(report))).isEmpty();
  }

  @Property(seed = "20261126", tries = 200)
  void textsStayWithinTheirLimitsWhateverOthersSet(
      @ForAll("anyText") String source, @ForAll("anyText") String reason, @ForAll("anyText") String headline) {
    Report.Verdict verdict =
        new Report.Verdict(new Phrase(headline, List.of()), new Phrase(reason, List.of()), Severity.INFO, "unknown", List.of());
    Report.Decision decision = Reports.decision("act", "refused", "", new Phrase(source, List.of()), List.of());
    Report report =
        Reports.parts(verdict, List.of(), List.of(), Optional.empty(), decision).of(Reports.incident(source, reason));

    Message message = MailText.of(Notification.of(report));

    assertThat(message.subject()).matches("[\\x21-\\x7e][\\x20-\\x7e]{0,98}");
    assertThat(message.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
    assertThat(new String(message.body().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isEqualTo(message.body());
    assertThat(message.body().codePoints().filter(character -> character != '\n')).allMatch(ReportLawsTest::isVisible);
  }

  @Property(seed = "20261127", tries = 200)
  void everyMailKeepsItsFormAndSaysNoItemTwice(@ForAll("reports") Report report) {
    Message mail = MailText.of(Notification.of(report));

    assertThat(MailLaws.complaintsOfForm(mail)).isEmpty();
    assertThat(mail.body().lines().filter(line -> line.startsWith("Found: "))).doesNotHaveDuplicates();
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }

  @Provide
  Arbitrary<String> anyText() {
    return Arbitraries.strings().all().ofMaxLength(400);
  }

  @Provide
  Arbitrary<Report> reports() {
    Arbitrary<List<Finding>> findings = findings().list().ofMaxSize(5);
    Arbitrary<List<Gap>> gaps = gaps().list().ofMaxSize(3);
    return Combinators.combine(verdicts(), findings, gaps, plans().optional(), decisions(), incidents())
        .as((verdict, found, open, plan, decision, incident) -> Reports.parts(verdict, found, open, plan, decision).of(incident));
  }

  private static Arbitrary<Incident> incidents() {
    Arbitrary<String> names = Arbitraries.strings().withChars("orders 90%-_<>&*|äß–").ofMinLength(3).ofMaxLength(160);
    return names.map(name -> Reports.incident("alarm " + name, "reason " + name));
  }

  private static Arbitrary<Report.Verdict> verdicts() {
    return Combinators.combine(phrases(), phrases(), Arbitraries.of(Severity.class))
        .as((headline, impact, severity) -> new Report.Verdict(headline, impact, severity, "load-growth", List.of("cold-cache")));
  }

  private static Arbitrary<Finding> findings() {
    return Combinators.combine(
            Arbitraries.of("AcuCeiling", "LockWaits", "Top5Statements"), Arbitraries.of(Severity.class), phrases(), phrases(), phrases(),
            Arbitraries.longs().between(0, 900_000).map(Reports.NOW::minusSeconds), advices().list().ofMaxSize(2))
        .as(Finding::new);
  }

  private static Arbitrary<Gap> gaps() {
    return Combinators.combine(Arbitraries.of("PerformanceInsights", "Probe"), phrases(), phrases()).as(Gap::new);
  }

  private static Arbitrary<Advice> advices() {
    return Combinators.combine(phrases(), phrases()).as(Advice::new);
  }

  private static Arbitrary<Report.Plan> plans() {
    Report.Lease lease = new Report.Lease("lease-70aa", Reports.NOW.plus(Duration.ofHours(3)), Reports.NOW.plusSeconds(300));
    return Combinators.combine(phrases(), phrases(), facts(), facts(), facts())
        .as((summary, reason, perHour, worst, rate) ->
            new Report.Plan(
                "plan-1a", "aa", "raise-max", Optional.of(ScalingRange.of(0.5, 8)), Optional.of(ScalingRange.of(0.5, 12)), "raise-max",
                List.of(new Report.RefusedLever("raise-min", reason)), Optional.of(lease),
                Optional.of(new Report.Cost(perHour, worst, "USD", rate)), summary));
  }

  private static Arbitrary<Report.Decision> decisions() {
    Arbitrary<String> results =
        Arbitraries.of("applied", "proposed", "refused", "not-needed", "deferred", "uncertain", "failed", "dry-run");
    Arbitrary<Report.GuardAnswer> answers =
        Combinators.combine(Arbitraries.of("mode", "budget"), Arbitraries.of("pass", "refuse"), phrases()).as(Report.GuardAnswer::new);
    return Combinators.combine(
            results, Arbitraries.of("", "applied"), answers.list().ofMaxSize(4), phrases(), advices().list().ofMaxSize(2),
            Arbitraries.longs().between(0, 99))
        .as((result, wouldBe, reasons, summary, commands, seq) ->
            new Report.Decision("observe", result, wouldBe, reasons, summary, commands, seq, seq == 0 ? "" : "9c41e2"));
  }

  private static Arbitrary<Phrase> phrases() {
    Arbitrary<String> words = Arbitraries.of("sessions wait", "at the ceiling", "CPU is busy", "grün – 😀", "db-instance-12 of v2");
    return Combinators.combine(words, facts(), words, facts())
        .as((one, first, two, second) -> Phrase.of(one + " {} " + two + " ({#})", first, second));
  }

  private static Arbitrary<Fact> facts() {
    Arbitrary<Double> numbers = Arbitraries.doubles().between(-5_000, 5_000_000).ofScale(3);
    return Combinators.combine(
            numbers, Arbitraries.integers().between(0, 3), Arbitraries.of("", "ACU", "%", "ms", "sessions"),
            Arbitraries.longs().between(0, 90_000))
        .as((number, decimals, unit, age) ->
            Fact.of("cloudwatch:GetMetricData CPU, 5 minutes", Reports.NOW.minusSeconds(age), number, decimals, unit));
  }
}
