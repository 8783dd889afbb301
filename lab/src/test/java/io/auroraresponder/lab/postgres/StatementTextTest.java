package io.auroraresponder.lab.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StatementTextTest {
  private final Map<String, SessionGroup.Drawn> values = Map.of("id", new SessionGroup.Drawn(5, 7));

  @Test
  void drawsEachValueWithinItsLimits() {
    StatementText text = new StatementText(values, 1);

    for (int turn = 1; turn <= 50; turn++) {
      assertThat(text.filled("SELECT :id", turn)).matches("SELECT [567]");
    }
  }

  @Test
  void leavesCastsSlicesAndUnknownNamesAlone() {
    StatementText text = new StatementText(values, 1);

    String filled = text.filled("SELECT a::id, b[1:id], ':other' , x:id", 1);

    assertThat(filled).startsWith("SELECT a::id, b[1:id]").contains("':other'").endsWith("x:id");
  }

  @Test
  void knowsTheNumberOfTheSessionAndOfTheTurn() {
    StatementText text = new StatementText(values, 3);

    assertThat(text.filled("SELECT :session, :turn", 12)).isEqualTo("SELECT 3, 12");
  }

  @Test
  void drawsTheSameNumbersInEveryRunAndOthersInEverySession() {
    Map<String, SessionGroup.Drawn> wide = Map.of("id", new SessionGroup.Drawn(1, 1_000_000));

    String first = new StatementText(wide, 1).filled("SELECT :id, :id, :id", 1);

    assertThat(new StatementText(wide, 1).filled("SELECT :id, :id, :id", 1)).isEqualTo(first);
    assertThat(new StatementText(wide, 2).filled("SELECT :id, :id, :id", 1)).isNotEqualTo(first);
  }
}
