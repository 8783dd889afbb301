package io.auroraresponder.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Report;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnexplainedNumbersTest {
  private static final List<Fact> FACTS =
      List.of(Fact.of("test", Reports.NOW, 8.5, "ACU"), Fact.word("test", Reports.NOW, "3 of 5"), Fact.of("test", Reports.NOW, 97, "%"));

  @ParameterizedTest
  @ValueSource(strings = {
      "8.5 ACU in 3 of 5", "97%, 97 %", "(8.5)", "8.5.", "a=8.5,b=97", "97-8.5", "orders-db-12 is db_7",
          "arn:aws:rds:eu-west-1:111122223333:x",
      "0b3a1f52-0018-4c10-9a10-0000000000d8", "entry #12", "[f3 f14]", "Seen at 10:15:30 UTC, 6 min after alarm x",
      "2026-11-24 09:58:01.22+00",
      "4 h 2 min after alarm x", "since 2026-11-20 10:00 UTC, 4 d 3 h after alarm x", "2026-11-24T10:15:40Z", "v2", "12ab34…"})
  void factsNamesTimesAndAgesAreExplained(String text) {
    assertThat(UnexplainedNumbers.in(text, FACTS, List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
      "8 ACU, 8", "8.50 ACU, 8.50", "12 sessions, 12", "14%, 14", "90s, 90", "1.5x, 1.5", "pid=8123, 8123", "for 6 minutes, 6",
          "(6 minutes), 6",
      "(6 min), 6", "85, 85", "97-4, 4", "max 7→8.5, 7"})
  void everyOtherNumberIsNamed(String text, String number) {
    assertThat(UnexplainedNumbers.in(text, FACTS, List.of())).containsExactly(number);
  }

  @Test
  void quotedNamesAreNotReadButTheirDigitsAloneAre() {
    List<String> quoted = List.of("orders over 90 %", "16");

    assertThat(UnexplainedNumbers.in("alarm orders over 90 % at 16 and 90", FACTS, quoted)).containsExactly("16", "90");
  }

  @ParameterizedTest
  @ValueSource(strings = {"applied", "observed", "refused", "unread"})
  void everyNumberOfTheExamplesHasItsFact(String name) {
    Report report =
        switch (name) {
          case "applied" -> Reports.applied();
          case "observed" -> Reports.observed();
          case "refused" -> Reports.refused();
          default -> Reports.unread();
        };

    assertThat(UnexplainedNumbers.in(MailText.of(Notification.of(report), Optional.empty()).whole(), report)).isEmpty();
  }

  @Test
  void aNumberWrittenPastTheFactsIsFoundInTheWholeMessage() {
    Report report = Reports.applied();
    String body = MailText.of(Notification.of(report), Optional.empty()).whole().replace("31 sessions at work", "33 sessions at work");

    assertThat(UnexplainedNumbers.in(body, report)).contains("33");
  }
}
