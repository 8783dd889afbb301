package io.auroraresponder.runbook.capacity;

import static io.auroraresponder.runbook.capacity.CapacityScene.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Phrase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedNumbersTest {
  @Test
  void everyNumberOfAReasonIsAFactOfItsSource() {
    Gap gap = Gap.of("Ceiling", NOW, "ServerlessDatabaseCapacity of orders-db-1 has 3 of the last 5 minutes.");

    assertThat(gap.reason().facts())
        .containsExactly(Fact.word("Ceiling", NOW, "3"), Fact.word("Ceiling", NOW, "5"));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "has 3 of the last 5 minutes", "after 2.5 s (limit 2s), 97% used", "pid=8123 waits", "no datapoint since 2026-11-24T10:09:00Z",
          "max 7→8.5",
      "SQLSTATE 57P03: starting up", "[08001] 10.0.0.8:5432 refused", "-5 or 97-4", "(6)", "braces {} and {#} 7", ""})
  void noNumberOfAQuotationIsLeftUnexplained(String text) {
    Phrase phrase = Phrase.quoting("source", NOW, text);

    assertThat(phrase.text()).isEqualTo(text);
    assertThat(Numbers.unexplained(phrase)).isEmpty();
  }

  @Test
  void namesWithDigitsAreNoNumbers() {
    assertThat(Phrase.quoting("source", NOW, "orders-db-1, db_7, v2, #12 and RDS-EVENT-0372").facts()).isEmpty();
  }

  @Test
  void theReaderOfNumbersSeesWhatNoFactExplains() {
    assertThat(Numbers.unexplained(new Phrase("8 of 16 ACU on orders-db-1 for 90s", java.util.List.of(Fact.word("x", NOW, "8")))))
        .containsExactly("16", "90");
  }
}
