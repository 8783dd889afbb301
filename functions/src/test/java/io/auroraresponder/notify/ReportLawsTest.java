package io.auroraresponder.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws of every report, whatever is in it. */
class ReportLawsTest {

  @Property(seed = "20261124", tries = 200)
  void everyNumberOfAMessageIsTheValueOfAFact(@ForAll("reports") Report report) {
    assertThat(UnexplainedNumbers.in(MailText.of(Notification.of(report), Optional.empty()).whole(), report)).isEmpty();
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

    Message message = MailText.of(Notification.of(report), Optional.empty());

    assertThat(message.subject()).matches("[\\x21-\\x7e][\\x20-\\x7e]{0,98}");
    assertThat(message.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
    assertThat(new String(message.body().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isEqualTo(message.body());
    assertThat(message.body().codePoints().filter(character -> character != '\n')).allMatch(ReportLawsTest::isVisible);
  }

  @Property(seed = "20261127", tries = 200)
  void everyMailKeepsItsFormAndSaysNoItemTwice(@ForAll("reports") Report report) {
    Message mail = MailText.of(Notification.of(report), Optional.empty());

    assertThat(MailLaws.complaintsOfForm(mail)).isEmpty();
    assertThat(mail.body().lines().filter(line -> line.startsWith("Found"))).doesNotHaveDuplicates();
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
    return GeneratedReports.reports();
  }
}
