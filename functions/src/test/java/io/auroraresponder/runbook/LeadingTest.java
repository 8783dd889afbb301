package io.auroraresponder.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Check.Weight;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeadingTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");

  /** Checks are known by id and weight alone here. */
  private record Known(String id, Weight weight) implements Check<Evidence> {
    @Override
    public CheckResult examine(Evidence evidence) {
      throw new IllegalStateException("results are given");
    }
  }

  private static CheckResult found(String check, Severity severity, Cause cause) {
    Finding finding = Finding.of(check, severity, Phrase.of(check + " says"), Phrase.EMPTY, Phrase.EMPTY, NOW);
    return CheckResult.of(finding).as(cause);
  }

  private static Leading of(CheckResult... results) {
    List<Known> checks = List.of(new Known("Vital", Weight.ESSENTIAL), new Known("Cost", Weight.COST_ONLY));
    return Leading.of(checks, List.of(results));
  }

  @Test
  void theFirstOfTheWorstLeads() {
    Leading leading =
        of(
            found("A", Severity.WARNING, Cause.DEADLOCKS), found("B", Severity.CRITICAL, Cause.LOCK_PILEUP),
            found("C", Severity.CRITICAL, Cause.HORIZON_HELD));

    assertThat(leading.worst().orElseThrow().cause()).isEqualTo(Cause.LOCK_PILEUP);
    assertThat(leading.others(Cause.LOCK_PILEUP)).containsExactly(Cause.HORIZON_HELD, Cause.DEADLOCKS);
    assertThat(leading.severity(Severity.OK)).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void notesNeverLeadButWhatIsPaidForMayBeSaid() {
    Leading leading = of(found("A", Severity.INFO, Cause.DEADLOCKS), found("Cost", Severity.INFO, Cause.MAX_UNUSED));

    assertThat(leading.worst()).isEmpty();
    assertThat(leading.others(Cause.NONE)).isEmpty();
    assertThat(leading.costNote().orElseThrow().cause()).isEqualTo(Cause.MAX_UNUSED);
  }

  @Test
  void whatIsOpenCountsByTheWeightOfItsCheck() {
    Leading leading =
        of(CheckResult.open("Vital", Phrase.of("not read")), CheckResult.open("Other", Phrase.of("not read")),
            found("Clear", Severity.OK, Cause.DEADLOCKS));

    assertThat(leading.open()).containsExactly("Vital", "Other");
    assertThat(leading.essentialOpen()).containsExactly("Vital");
    assertThat(leading.inOrder().text()).isEmpty();
    assertThat(of(found("Vital", Severity.OK, Cause.NONE), found("Other", Severity.OK, Cause.NONE)).inOrder().text())
        .isEqualTo("Vital says");
  }

  @Test
  void aResultKeepsItsOwnWordBeforeThatOfItsCheck() {
    assertThat(found("A", Severity.WARNING, Cause.DEADLOCKS).orAs(Cause.TEMP_SPILL)).isEqualTo(found("A", Severity.WARNING,
        Cause.DEADLOCKS));
    assertThat(found("A", Severity.WARNING, Cause.NONE).orAs(Cause.TEMP_SPILL)).isEqualTo(found("A", Severity.WARNING, Cause.TEMP_SPILL));
    assertThat(found("A", Severity.OK, Cause.NONE).orAs(Cause.TEMP_SPILL)).isInstanceOf(CheckResult.Clear.class);
  }
}
