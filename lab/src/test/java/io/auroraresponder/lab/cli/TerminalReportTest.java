package io.auroraresponder.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalReportTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:15:30Z");
  private static final TerminalReport.Run QUIET = new TerminalReport.Run(List.of(), "", "", false);
  private static final Report.Decision RAISED =
      new Report.Decision(
          "act", "applied", "",
          List.of(answer("mode", "pass", "mode act"), answer("ceiling", "pass", "ceiling 16"), answer("step", "pass", "")),
          Phrase.of("max raised 8 → 12 ACU until 14:15 UTC"),
          List.of(new Advice(Phrase.of("Undo:"), Phrase.of("responder undo lease-7f3a"))), 12, "9c41d2aa90bb1177e2");

  @Test
  void showsVerdictActionFindingsGuardsLedgerTimelineAndCallsInThisOrder() {
    TerminalReport.Run run =
        new TerminalReport.Run(
            List.of("10:17  verified   helped: capacity above the former max", "11:41  given back 12 → 8 ACU"), "5 AWS, 11 statements",
            "out/report.json", false);

    List<String> lines = TerminalReport.of(report(RAISED, List.of(ceiling(), locks()), List.of(insights())), run);

    assertThat(lines)
        .containsExactly(
            "CRITICAL  orders-db is out of capacity: 8 ACU. requests queue",
            "DONE      max raised 8 → 12 ACU until 14:15 UTC",
            "          Undo:",
            "            responder undo lease-7f3a",
            "",
            "  cause    load-growth (runner-up: cold-cache)",
            "  " + "─".repeat(118),
            "  ● AcuCeiling           8 ACU in 6 minutes (limit: 0.95 x max)" + " ".repeat(47) + "[f1 f2 f3]",
            "  ○ LockWaits            none in all samples",
            "  ? PerformanceInsights  not checked: off for orders-db-instance-1 (turn it on)",
            "",
            "  guards   3 passed: mode act · ceiling 16 · step",
            "  ledger   entry #12, 9c41…e2",
            "",
            "  10:17  verified   helped: capacity above the former max",
            "  11:41  given back 12 → 8 ACU",
            "",
            "  calls    5 AWS, 11 statements",
            "  report   out/report.json");
  }

  @Test
  void refusalShowsWhatToDoWithTheWholeCommand() {
    String sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = 8123 AND usename = 'x' ".repeat(3).strip();
    Report.Decision refused =
        new Report.Decision(
            "act", "refused", "", List.of(answer("cause", "refuse", "lock-pileup does not support it")),
            Phrase.of("raising max: waiting sessions do not use capacity"), List.of(), 0, "");
    Finding blocked = ceiling().with(new Advice(Phrase.of("end the blocker:"), Phrase.of(sql)));

    List<String> lines = TerminalReport.of(report(refused, List.of(blocked), List.of()), QUIET);

    assertThat(lines)
        .containsSubsequence(
            "REFUSED   raising max: waiting sessions do not use capacity", "YOU       end the blocker:", "            " + sql,
            "  refused  cause: lock-pileup does not support it")
        .noneMatch(line -> line.startsWith("  ledger"));
  }

  @Test
  void observeShowsWhatWouldHaveBeenDone() {
    Report.Decision observed =
        new Report.Decision("observe", "dry-run", "applied", List.of(), Phrase.of("nothing was changed"), List.of(), 0, "");

    List<String> lines = TerminalReport.of(report(observed, List.of(), List.of()), QUIET);

    assertThat(lines).containsSubsequence("OBSERVED  nothing was changed", "          in act it would have been applied");
  }

  @Test
  void longTextsAreWrappedAtTheWidth() {
    Finding wordy =
        Finding.of(
            "AcuCeiling", Severity.WARNING, Phrase.EMPTY, Phrase.of("capacity is used up ".repeat(20)),
            Phrase.of("{} x max", Fact.of("setting", AT, 0.95, 2, "")), AT);

    List<String> lines = TerminalReport.of(report(RAISED, List.of(wordy), List.of()), QUIET);

    assertThat(lines).allMatch(line -> line.length() <= 120);
    assertThat(lines.stream().filter(line -> line.contains("used up"))).hasSizeGreaterThan(3);
  }

  @Test
  void manyGuardsAreCutToOneLine() {
    List<Report.GuardAnswer> many = Collections.nCopies(20, answer("budget", "pass", "budget 48 of 96 ACU-h"));
    Report.Decision decision = new Report.Decision("act", "applied", "", many, Phrase.of("done"), List.of(), 1, "ab");

    List<String> lines = TerminalReport.of(report(decision, List.of(), List.of()), QUIET);

    assertThat(lines.stream().filter(line -> line.contains("budget"))).singleElement().asString().startsWith("  guards   20 passed:")
        .endsWith("…");
  }

  @Test
  void coloursOnlyWhereToldAndNeverTheOnlySign() {
    Report report = report(RAISED, List.of(ceiling(), locks()), List.of(insights()));

    List<String> plain = TerminalReport.of(report, QUIET);
    List<String> coloured = TerminalReport.of(report, new TerminalReport.Run(List.of(), "", "", true));

    assertThat(plain).noneMatch(line -> line.contains("\u001b"));
    assertThat(coloured.getFirst()).startsWith("\u001b[1;31mCRITICAL\u001b[0m  orders-db");
    assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))).containsExactlyElementsOf(plain);
  }

  private static Report.GuardAnswer answer(String guard, String verdict, String text) {
    return new Report.GuardAnswer(guard, verdict, Phrase.of(text));
  }

  private static Finding ceiling() {
    Fact capacity = Fact.of("cloudwatch:GetMetricData", AT, 8, "ACU");
    Fact minutes = Fact.count("cloudwatch:GetMetricData", AT, 6, "minutes");
    Fact ratio = Fact.of("setting", AT, 0.95, 2, "");
    return Finding.of(
        "AcuCeiling", Severity.CRITICAL, Phrase.EMPTY, Phrase.of("{} in {}", capacity, minutes), Phrase.of("{} x max", ratio), AT);
  }

  private static Finding locks() {
    return Finding.of("LockWaits", Severity.OK, Phrase.of("none in all samples"), Phrase.EMPTY, Phrase.EMPTY, AT);
  }

  private static Gap insights() {
    return new Gap("PerformanceInsights", Phrase.of("off for orders-db-instance-1"), Phrase.of("turn it on"));
  }

  private static Report report(Report.Decision decision, List<Finding> findings, List<Gap> gaps) {
    Signal signal = new Signal("manual", "1", "operator", "", AT);
    Incident incident =
        new Incident("i-1", "orders-db", new ClusterId("orders-db"), "111122223333", "eu-west-1", "capacity", "", "", AT, signal);
    Fact capacity = Fact.of("cloudwatch:GetMetricData", AT, 8, "ACU");
    Report.Verdict verdict =
        new Report.Verdict(
            Phrase.of("orders-db is out of capacity: {}", capacity), Phrase.of("requests queue"), Severity.CRITICAL, "load-growth",
            List.of("cold-cache"));
    return Report.of(incident, new Examined(verdict, findings, gaps), Optional::empty, () -> decision);
  }

  private record Examined(Report.Verdict verdict, List<Finding> findings, List<Gap> gaps) implements Report.Examined {
    @Override
    public Reading<ClusterState> cluster() {
      return Reading.unavailable("not read");
    }

    @Override
    public List<Report.Link> links() {
      return List.of();
    }

    @Override
    public Report.Timing timing() {
      return new Report.Timing(AT, Duration.ofMillis(1200), 16);
    }
  }
}
