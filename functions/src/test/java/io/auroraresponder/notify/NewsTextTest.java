package io.auroraresponder.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewsTextTest {
  private static final Fact HELD = Fact.count("ledger", Reports.NOW, 86, "minutes");

  static News givenBack() {
    Fact from = Fact.of("ledger", Reports.NOW, 12, "ACU");
    Fact to = Fact.of("ledger", Reports.NOW, 8, "ACU");
    return new News(
        "orders-db", "111122223333/eu-west-1/orders-db", "given back", Severity.INFO,
        Phrase.of("max {#} → {} after {}", from, to, HELD), Reports.NOW.minusSeconds(60),
        List.of(new Advice(Phrase.of("to stop all changes:"), Phrase.of("responder stop"))), 15, "ab12cd");
  }

  @Test
  void saysWhatBecameOfTheLeaseWithCommandsAndLedger() {
    Message message = NewsText.of(givenBack(), Reports.NOW);

    assertThat(message.subject()).isEqualTo("INFO orders-db: lease given back");
    assertThat(message.firstLine()).isEqualTo("INFO GIVEN BACK orders-db: max 12 → 8 ACU after 86 minutes");
    assertThat(message.body())
        .containsSubsequence("given back max 12 → 8 ACU", "10:14 UTC (1 min ago)", "responder stop", "entry #15, hash ab12cd");
  }

  @Test
  void staysInTheThreadOfTheReport() {
    assertThat(NewsText.of(givenBack(), Reports.NOW).threadKey()).isEqualTo(ReportText.of(Reports.applied(), Reports.NOW).threadKey());
  }

  @Test
  void everyNumberHasItsFact() {
    News news = givenBack();

    String body = NewsText.of(news, Reports.NOW).body();

    assertThat(UnexplainedNumbers.in(body, news.text().facts(), List.of(news.cluster(), news.incidentKey()))).isEmpty();
    assertThat(UnexplainedNumbers.in(body, List.of(HELD), List.of(news.cluster()))).contains("12", "8");
  }
}
