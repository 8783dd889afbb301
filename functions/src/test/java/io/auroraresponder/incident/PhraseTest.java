package io.auroraresponder.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PhraseTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:15:00Z");

  @Test
  void partsFillTheirPlacesAndBringTheirFactsAlong() {
    Fact waiters = Fact.counted("sql", AT, 9, "session", "sessions");
    Fact pid = Fact.word("sql", AT, "8123");

    Phrase phrase = Phrase.of("{} wait behind {}.", waiters, Phrase.of("pid {}", pid));

    assertThat(phrase.text()).isEqualTo("9 sessions wait behind pid 8123.");
    assertThat(phrase.facts()).containsExactly(waiters, pid);
  }

  @Test
  void placesAndPartsMustAgree() {
    assertThatThrownBy(() -> Phrase.of("{} and {}", Phrase.of("one"))).hasMessageContaining("more places than parts");
    assertThatThrownBy(() -> Phrase.of("{}", Phrase.of("one"), Phrase.of("two"))).hasMessageContaining("more parts than places");
    assertThatThrownBy(() -> Phrase.of("{#}", Phrase.of("one"))).hasMessageContaining("no value of its own");
  }

  @Test
  void thingsAreCountedInSingularAndPlural() {
    assertThat(Fact.counted("sql", AT, 1, "session", "sessions").words()).isEqualTo("1 session");
    assertThat(Fact.counted("sql", AT, 0, "session", "sessions").words()).isEqualTo("0 sessions");
    assertThat(Fact.counted("sql", AT, 2, "session", "sessions").words()).isEqualTo("2 sessions");
  }

  @Test
  void millionsAreSaidAsPeopleSayThem() {
    assertThat(age(150_000_000).words()).isEqualTo("150 million transactions");
    assertThat(age(1_299_947_916).words()).isEqualTo("1.29 billion transactions");
    assertThat(age(-2_000_000).words()).isEqualTo("-2 million transactions");
    assertThat(age(999_999).words()).isEqualTo("999999 transactions");
    assertThat(Phrase.of("{#} of them", age(12_400_000)).text()).isEqualTo("12.4 million of them");
  }

  @Test
  void namesMadeOfDigitsStayAsTheyAre() {
    assertThat(Fact.word("rds", AT, "111122223333").words()).isEqualTo("111122223333");
    assertThat(age(150_000_000).value()).isEqualTo("150000000");
  }

  private static Fact age(long transactions) {
    return Fact.count("cloudwatch", AT, transactions, "transactions");
  }

  @Test
  void wordsWithoutPartsAreTakenAsTheyAre() {
    assertThat(Phrase.of("the view {} of \"{#}pair\" is not there").text()).isEqualTo("the view {} of \"{#}pair\" is not there");
  }
}
