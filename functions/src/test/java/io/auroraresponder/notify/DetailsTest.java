package io.auroraresponder.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Privacy;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DetailsTest {
  private static final Phrase SEEN =
      Phrase.of(
          "{} ({}) holds {} and runs: {}", word("application", "shop", Privacy.NAME), word("login", "shop@10.2.3.4", Privacy.NAME),
          Fact.count("probe connections", Instant.EPOCH, 48, "connections"),
          word("statement", "SELECT price FROM shop WHERE id = $1", Privacy.STATEMENT));

  private static Fact word(String source, String value, Privacy privacy) {
    return Fact.word("probe " + source, Instant.EPOCH, value).as(privacy);
  }

  @Test
  void tellsAllOfItWhereNothingIsToBeHidden() {
    assertThat(Details.FULL.shown(SEEN)).isEqualTo(SEEN);
  }

  @Test
  void keepsNamesAndLeavesStatementsOut() {
    assertThat(Details.NAMES.shown(SEEN).text()).isEqualTo("shop (shop@10.2.3.4) holds 48 connections and runs: SELECT (in the report)");
  }

  /** Whoever is called at night learns that a schema change waits; which table it is about is for those who may read the report. */
  @Test
  void saysWhichCommandAStatementIsAndNothingElseOfIt() {
    Phrase phrase = Phrase.of("deploy waits: {}", word("statement", "alter table prices ADD COLUMN currency text", Privacy.STATEMENT));

    assertThat(Details.NAMES.shown(phrase).text()).isEqualTo("deploy waits: ALTER TABLE (in the report)");
    assertThat(Details.NONE.shown(phrase).text()).isEqualTo("deploy waits: (in the report)");
    assertThat(Details.NAMES.shown(Phrase.of("{}", word("statement", "selects(1)", Privacy.STATEMENT))).text())
        .isEqualTo("(in the report)");
  }

  @Test
  void leavesNamesOutTooButNotWhatOnlyBeginsLikeOne() {
    Phrase more = SEEN.and(" of ", Phrase.of("shop-db"));

    assertThat(Details.NONE.shown(more).text())
        .isEqualTo("(in the report) ((in the report)) holds 48 connections and runs: (in the report) of shop-db");
    assertThat(Details.NONE.shown(more).facts()).extracting(Fact::value).containsExactly("48");
  }

  @Test
  void leavesACommandOutWhole() {
    Advice advice = new Advice(Phrase.of("End it:"), Phrase.of("ROLLBACK PREPARED '{}';", word("gid", "nightly", Privacy.NAME)));

    assertThat(Details.NONE.shown(advice).command().isEmpty()).isTrue();
    assertThat(Details.NONE.shown(advice).text().text()).endsWith("The command is in the report.");
    assertThat(Details.NAMES.shown(advice)).isEqualTo(advice);
  }

  @Property
  void letsNoHiddenTextThrough(@ForAll @StringLength(min = 3, max = 40) String hidden,
      @ForAll @AlphaChars @StringLength(max = 5) String around) {
    if (hidden.isBlank() || Details.LEFT_OUT.contains(hidden)) {
      return;
    }
    Phrase phrase = Phrase.of(around + " {} " + around, word("statement", hidden, Privacy.STATEMENT));

    assertThat(Details.NAMES.shown(phrase).text()).isEqualTo(around + " " + Details.LEFT_OUT + " " + around);
  }
}
