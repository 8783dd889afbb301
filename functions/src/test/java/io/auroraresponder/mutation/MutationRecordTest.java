package io.auroraresponder.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.mutation.MutationRecord.Mutant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.SAXException;

class MutationRecordTest {
  private static final String GUARD = "io.auroraresponder.remediation.guard.BudgetGuard";
  private static final String PAGE = """
      | `remediation.guard` | 97 % | 83 % (5 of 6) | those of guards |

      | `BudgetGuard.roomAt` | changed conditional boundary | less than amounts are rounded to |
      """;

  private static List<Mutant> mutants(int found, int survived) {
    List<Mutant> all = new ArrayList<>();
    for (int i = 0; i < found; i++) {
      all.add(new Mutant(GUARD, "BudgetGuard.judge", "negated conditional", true));
    }
    for (int i = 0; i < survived; i++) {
      all.add(new Mutant(GUARD, "BudgetGuard.roomAt", "changed conditional boundary", false));
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({"5, 1, 0", "8, 1, 0", "4, 1, 1", "10, 2, 1", "9, 0, 1", "3, 1, 1"})
  void aScoreMayRiseAndEachSurvivorStandsInTheListOnce(int found, int survived, int differences) {
    assertThat(MutationRecord.differences(mutants(found, survived), PAGE)).hasSize(differences);
  }

  @Test
  void aSurvivorThatIsNotListedOrHasNoReasonIsNamed() {
    List<Mutant> another = mutants(20, 1);
    another.add(new Mutant(GUARD, "BudgetGuard.judge", "negated conditional", false));

    assertThat(MutationRecord.differences(another, PAGE)).containsExactly(
        "BudgetGuard.judge: negated conditional survived 1 times, and stands 0 times in the list of survivors");
    assertThat(MutationRecord.differences(mutants(5, 1), PAGE.replace("less than amounts are rounded to", "")))
        .containsExactly("BudgetGuard.roomAt: changed conditional boundary is listed without a reason");
  }

  @Test
  void packagesThatWereNotMutatedAreNotJudged() {
    assertThat(MutationRecord.differences(List.of(new Mutant("io.auroraresponder.policy.Policy", "Policy.read", "negated", true)), PAGE))
        .isEmpty();
  }

  @Test
  void theReportIsReadAsPitWritesIt(@TempDir Path folder) throws IOException, SAXException, ParserConfigurationException {
    Path report = folder.resolve("mutations.xml");
    Files.writeString(report, """
        <?xml version="1.0" encoding="UTF-8"?>
        <mutations partial="true">
        <mutation detected='false' status='SURVIVED' numberOfTestsRun='9'><sourceFile>BudgetGuard.java</sourceFile>
        <mutatedClass>io.auroraresponder.remediation.guard.BudgetGuard</mutatedClass><mutatedMethod>lambda$roomAt$0</mutatedMethod>
        <lineNumber>40</lineNumber>
        <description>replaced boolean return with true for io/auroraresponder/BudgetGuard::x</description></mutation>
        </mutations>
        """);

    assertThat(MutationRecord.mutants(report))
        .containsExactly(new Mutant(GUARD, "BudgetGuard.roomAt", "replaced boolean return with true", false));
  }
}
