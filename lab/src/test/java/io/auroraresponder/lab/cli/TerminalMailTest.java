package io.auroraresponder.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.lab.incident.Reports;
import io.auroraresponder.notify.MailText;
import io.auroraresponder.notify.Notification;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalMailTest {
  private static final Report REPORT = Reports.report("lock-pileup", List.of("load-growth"), "end-blocker", "refused",
      List.of("raise-max"));

  @Test
  void showsTheVeryMail() {
    assertThat(String.join("\n", TerminalMail.of(REPORT, false)) + "\n")
        .isEqualTo(MailText.of(Notification.of(REPORT), Optional.empty()).whole());
  }

  @Test
  void coloursWholeLinesAndChangesNoWord() {
    List<String> plain = TerminalMail.of(REPORT, false);
    List<String> coloured = TerminalMail.of(REPORT, true);

    assertThat(coloured.getFirst()).startsWith("\u001b[1;31mSubject: CRITICAL");
    assertThat(coloured).contains("\u001b[1mCAUSE lock-pileup\u001b[0m");
    assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))).containsExactlyElementsOf(plain);
  }

  @Test
  void aCalmMailIsGreen() {
    Report.Verdict calm = new Report.Verdict(Phrase.of("orders-db is healthy"), Phrase.EMPTY, Severity.OK, "none", List.of());
    Report report =
        new Report(REPORT.incident(), REPORT.state(), REPORT.cluster(), calm, List.of(), List.of(), List.of(), REPORT.plan(),
            REPORT.decision(), REPORT.nextLook(), REPORT.links(), REPORT.timing());

    assertThat(TerminalMail.of(report, true).getFirst()).isEqualTo("\u001b[32mSubject: OK orders-db is healthy\u001b[0m");
  }
}
