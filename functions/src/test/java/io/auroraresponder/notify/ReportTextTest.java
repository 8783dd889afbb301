package io.auroraresponder.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTextTest {
  private static final String LONG_NAME =
      "Bestell-Datenbank – Kapazität über 90 % (Schreibknoten, Region Irland, Mandant Großhandel) – bitte zuerst „ACU“ und dann"
          + " Verbindungen prüfen";

  @Test
  void firstLineSaysVerdictImpactAndWhatWasDone() {
    Message message = ReportText.of(Reports.applied(), Reports.NOW);

    assertThat(message.firstLine())
        .isEqualTo(
            "CRITICAL orders-db is out of capacity: 8 ACU for 6 minutes, 31 sessions at work. requests queue."
                + " DONE max raised 8 → 12 ACU until 14:15 UTC.");
    assertThat(message.body()).startsWith(message.firstLine() + "\n");
  }

  @Test
  void firstLineSaysWhatToDoWhenNothingWasDone() {
    Message message = ReportText.of(Reports.refused(), Reports.NOW);

    assertThat(message.firstLine())
        .contains("REFUSED raising max: waiting sessions do not use capacity.")
        .endsWith("YOU: end the blocker, then expect about 6 ACU.")
        .hasSizeLessThan(300);
  }

  @Test
  void bodyOfARaiseHoldsProofGapPriceGuardsLedgerAndUndoInThisOrder() {
    String body = ReportText.of(Reports.applied(), Reports.NOW).body();

    assertThat(body)
        .containsSubsequence(
            "DONE       max raised 8 → 12 ACU until 14:15 UTC",
            "responder undo lease-7f3a",
            "responder stop",
            "● AcuCeiling: at the ceiling for 6 minutes; measured: 8 ACU for 6 minutes; limit: 0.95 x max, since 10:09 UTC (6 min ago)",
            "○ LockWaits: no session waits; measured: none",
            "? PerformanceInsights: off for orders-db-instance-1 (turn on: aws rds modify-db-instance",
            "at most 0.96 USD/h more, worst case 3.84 USD, rate 0.12 USD per ACU hour",
            "lease-7f3a until 14:15 UTC (in 4 h), verified at 10:20 UTC (in 5 min)",
            "passed     mode act · ceiling 16 ACU",
            "entry #12, hash 9c41d2aa90bb1177e2",
            "source     orders-db-acu-high");
  }

  @Test
  void everyFactReferenceStandsInTheListOfFacts() {
    Report report = Reports.applied();

    String body = ReportText.of(report, Reports.NOW).body();

    assertThat(report.facts()).isNotEmpty();
    report.facts().forEach(fact -> assertThat(body).contains("  " + fact.id() + "  " + fact.fact().words() + "  "));
  }

  @Test
  void refusedReportNamesTheLeverAndGivesTheGuardedStatement() {
    String body = ReportText.of(Reports.refused(), Reports.NOW).body();

    assertThat(body)
        .contains("raise-max: waiting sessions do not use capacity")
        .contains("WHERE pid = 8123 AND backend_start = '2026-11-24 09:58:01.22+00'")
        .contains("refused    cause: lock-pileup does not support raising max");
  }

  @Test
  void observeSaysWhatWouldHaveBeenDoneItsPriceAndTheCommandThatAllowsIt() {
    String body = ReportText.of(Reports.observed(), Reports.NOW).body();

    assertThat(body)
        .containsSubsequence(
            "OBSERVED   nothing was changed: mode is observe",
            "in act     would have been applied: max 8 → 12 ACU, at most 0.96 USD/h more",
            "--tags Key=aurora-responder:mode,Value=act");
  }

  @Test
  void adviceOfTheDiagnosisComesBeforeThatOfTheWorstFinding() {
    Advice first = Advice.of("look at the blocker");
    Finding found =
        Finding.of("LockWaits", Severity.WARNING, Phrase.of("waits"), Phrase.EMPTY, Phrase.EMPTY, Reports.BEGAN)
            .with(Advice.of("set a lock timeout"));

    String body = advised(List.of(found), first);

    assertThat(body).contains("YOU        look at the blocker").containsSubsequence("More advice", "set a lock timeout");
  }

  @Test
  void adviceOfTheDiagnosisIsShownWhereNothingWasFound() {
    assertThat(advised(List.of(), Advice.of("look again"))).contains("YOU        look again").contains("● Diagnosis: orders-db");
  }

  private static String advised(List<Finding> findings, Advice advice) {
    Report.Decision decision = Reports.decision("act", "refused", "", Phrase.of("not proven"), List.of());
    Report report =
        Reports.parts(Reports.unread().verdict(), findings, List.of(), Optional.empty(), decision)
            .with(advice)
            .of(Reports.incident());
    return ReportText.of(report, Reports.NOW).body();
  }

  @Test
  void unreadableClusterIsNamedAndItsCureShown() {
    Message message = ReportText.of(Reports.unread(), Reports.NOW);

    assertThat(message.firstLine()).startsWith("WARNING orders-db could not be read. REFUSED evidence is missing.");
    assertThat(message.body()).contains("? ClusterState: rds:DescribeDBClusters was denied (allow rds:DescribeDBClusters on arn:aws:rds");
  }

  @Test
  void unknownResultIsShownAsUnsure() {
    Report.Decision strange = Reports.decision("act", "half-applied", "", Phrase.of("nobody knows"), List.of());

    assertThat(Word.of(strange)).isEqualTo(Word.UNSURE);
  }

  @Test
  void longNonAsciiAlarmNameGivesAnAsciiSubjectAndStandsInFullInTheBody() {
    Report applied = Reports.applied();
    Report report =
        new Report(
            Reports.incident(LONG_NAME, "Zeile 1\nZeile 2"), applied.state(), applied.cluster(), applied.verdict(), applied.findings(),
            applied.gaps(), applied.facts(), applied.plan(), applied.decision(), applied.links(), applied.timing());

    Message message = ReportText.of(report, Reports.NOW);

    assertThat(message.subject())
        .isEqualTo("CRITICAL orders-db: load-growth, DONE - Bestell-Datenbank - Kapazitat uber 90 % (Schreibknoten,...")
        .matches("[\\x20-\\x7e]{1,99}");
    assertThat(message.body()).contains(LONG_NAME).contains("reason     Zeile 1 Zeile 2");
  }

  @Test
  void tooLongFirstLineIsCutPartByPartBetweenWords() {
    Report.Verdict verdict =
        new Report.Verdict(
            Phrase.of("orders-db " + "is slow ".repeat(60)), Phrase.of("users " + "wait ".repeat(60)), Severity.CRITICAL, "unknown",
            List.of());
    Report report =
        Reports.parts(
                verdict, List.of(), List.of(), Optional.empty(),
                Reports.decision("act", "refused", "", Phrase.of("because " + "no ".repeat(99)), List.of()))
            .of(Reports.incident());

    String line = ReportText.of(report, Reports.NOW).firstLine();

    assertThat(line).hasSizeLessThan(300).contains("is… users wait").contains("wait… REFUSED because").endsWith("no…");
  }

  @Test
  void shortPartsOfTheFirstLineLeaveTheirRoomToLongOnes() {
    Report.Verdict verdict =
        new Report.Verdict(Phrase.of("orders-db " + "is slow ".repeat(60)), Phrase.EMPTY, Severity.CRITICAL, "unknown", List.of());
    Report report =
        Reports.parts(
                verdict, List.of(), List.of(), Optional.empty(),
                Reports.decision("act", "refused", "", Phrase.of("not proven"), List.of()))
            .of(Reports.incident());

    String line = ReportText.of(report, Reports.NOW).firstLine();

    assertThat(line).hasSizeBetween(270, 299).endsWith("… REFUSED not proven.");
  }

  @Test
  void tooLongBodyLosesWholeLinesOfTheLeastImportantBlocksAndSaysSo() {
    List<Finding> many =
        IntStream.range(0, 3000)
            .mapToObj(
                i ->
                    Finding.of(
                        "Check" + i, Severity.WARNING, Phrase.of("größer 😀 " + "als erlaubt ".repeat(12)), Phrase.EMPTY, Phrase.EMPTY,
                        Reports.BEGAN))
            .toList();
    Report applied = Reports.applied();
    Report report =
        Reports.parts(applied.verdict(), many, List.of(), applied.plan(), applied.decision()).of(Reports.incident());

    String body = ReportText.of(report, Reports.NOW).body();

    assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(Message.MAX_BODY_BYTES).hasSizeGreaterThan(250_000);
    assertThat(body)
        .contains("Left out for length: Findings, Guard rails, Signal, Links, Facts")
        .contains("entry #12")
        .contains("DONE       max raised")
        .doesNotContain("\nFacts\n");
    assertThat(body.lines().filter(line -> line.contains("● "))).allMatch(line -> line.endsWith("(6 min ago)"));
  }

  @Test
  void sameReportSentTwiceHasTheSameKeyAndAnotherResultAnother() {
    Message once = ReportText.of(Reports.applied(), Reports.NOW);
    Message later = ReportText.of(Reports.applied(), Reports.NOW.plusSeconds(600));
    Message other = ReportText.of(Reports.observed(), Reports.NOW);

    assertThat(later.dedupKey()).isEqualTo(once.dedupKey()).isNotEqualTo(other.dedupKey());
    assertThat(later.threadKey()).isEqualTo(other.threadKey());
  }
}
