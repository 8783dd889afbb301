package io.auroraresponder.notify;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Reports of every form that the schema allows, for laws that hold whatever is in a report. */
public final class GeneratedReports {
  private GeneratedReports() {}

  /** As runbooks make them: numbers are facts. */
  public static Arbitrary<Report> reports() {
    return of(phrases());
  }

  /** With whatever others may put into names, statements and reasons. */
  public static Arbitrary<Report> hostile() {
    Arbitrary<String> attacks =
        Arbitraries.of(
            "<!channel> <@U012AB3CD> <#C012AB3CD> @here", "</style><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
            "<https://evil.example|click>", "&lt;b&gt; &amp;amp; & <", "```rm -rf /``` `x` *b* _i_ ~s~", "javascript:alert(1)",
            "\u202Egnp.exe\u200B", "\uD83D", "a\nSubject: forged\r\n", "x".repeat(5000), "&".repeat(4000), "\uD83D\uDE00".repeat(2500));
    return of(Arbitraries.oneOf(attacks, Arbitraries.strings().all().ofMaxLength(300)).map(text -> new Phrase(text, List.of())));
  }

  private static Arbitrary<Report> of(Arbitrary<Phrase> phrases) {
    Arbitrary<List<Finding>> findings = findings(phrases).list().ofMaxSize(5);
    Arbitrary<List<Gap>> gaps = gaps(phrases).list().ofMaxSize(3);
    return Combinators
        .combine(verdicts(phrases), findings, gaps, plans(phrases).optional(), decisions(phrases), incidents(),
        silences(phrases).optional())
        .as((verdict, found, open, plan, decision, incident, silence) ->
            Reports.parts(verdict, found, open, plan, decision).of(incident).silenced(silence));
  }

  /** In a person's own words, whose numbers are no measurements: here they have none. */
  private static Arbitrary<Report.Silence> silences(Arbitrary<Phrase> phrases) {
    return Combinators.combine(phrases, phrases, Arbitraries.longs().between(1, 86_400))
        .as((by, why, seconds) -> new Report.Silence(Reports.NOW.plusSeconds(seconds), by.text().replaceAll("\\d", "n"),
            why.text().replaceAll("\\d", "n")));
  }

  private static Arbitrary<Incident> incidents() {
    Arbitrary<String> names = Arbitraries.strings().withChars("orders 90%-_<>&*|äß–").ofMinLength(3).ofMaxLength(160);
    return names.map(name -> Reports.incident("alarm " + name, "reason " + name));
  }

  private static Arbitrary<Report.Verdict> verdicts(Arbitrary<Phrase> phrases) {
    return Combinators.combine(phrases, phrases, Arbitraries.of(Severity.class))
        .as((headline, impact, severity) -> new Report.Verdict(headline, impact, severity, "load-growth", List.of("cold-cache")));
  }

  private static Arbitrary<Finding> findings(Arbitrary<Phrase> phrases) {
    return Combinators.combine(
            Arbitraries.of("AcuCeiling", "LockWaits", "Top5Statements"), Arbitraries.of(Severity.class), phrases, phrases, phrases,
            Arbitraries.longs().between(0, 900_000).map(Reports.NOW::minusSeconds), advices(phrases).list().ofMaxSize(2))
        .as(Finding::new);
  }

  private static Arbitrary<Gap> gaps(Arbitrary<Phrase> phrases) {
    return Combinators.combine(Arbitraries.of("PerformanceInsights", "Probe"), phrases, phrases).as(Gap::new);
  }

  private static Arbitrary<Advice> advices(Arbitrary<Phrase> phrases) {
    return Combinators.combine(phrases, phrases).as(Advice::new);
  }

  private static Arbitrary<Report.Plan> plans(Arbitrary<Phrase> phrases) {
    Report.Lease lease = new Report.Lease("lease-70aa", Reports.NOW.plus(Duration.ofHours(3)), Reports.NOW.plusSeconds(300));
    return Combinators.combine(phrases, phrases, facts(), facts(), facts())
        .as((summary, reason, perHour, worst, rate) ->
            new Report.Plan(
                "plan-1a", "aa", "raise-max", Optional.of(ScalingRange.of(0.5, 8)), Optional.of(ScalingRange.of(0.5, 12)), "raise-max",
                List.of(new Report.RefusedLever("raise-min", reason)), Optional.of(lease),
                Optional.of(new Report.Cost(perHour, worst, worst, "USD", rate)), summary));
  }

  private static Arbitrary<Report.Decision> decisions(Arbitrary<Phrase> phrases) {
    Arbitrary<String> results =
        Arbitraries.of("applied", "proposed", "refused", "not-needed", "deferred", "uncertain", "failed", "dry-run");
    Arbitrary<Report.GuardAnswer> answers =
        Combinators.combine(Arbitraries.of("mode", "budget"), Arbitraries.of("pass", "refuse"), phrases).as(Report.GuardAnswer::new);
    return Combinators.combine(
            results, Arbitraries.of("", "applied"), answers.list().ofMaxSize(4), phrases, advices(phrases).list().ofMaxSize(2),
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
