package io.auroraresponder.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.auroraresponder.database.DatabaseCheck;
import io.auroraresponder.database.WaitProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What two runbooks read they judge with one piece of code: a second copy drifts away from the first, in words, severity and care. */
class OneFactOneVerdictTest {
  private static final String BASE = "io.auroraresponder";

  /** Each stood twice, once a runbook, and the copies had drifted apart; or named something that it was not. */
  private static final Set<String> GONE =
      Set.of(
          "SessionAdvice", "Suspicion", "LockPileupRule", "IdleTransactionLeakRule", "RunawayStatementRule", "PlanRegressionRule",
          "MaintenanceWorkRule", "InternalContentionRule", "CommitBoundRule", "DominantWaitRule", "LockWaitsCheck", "WaitsCheck", "Endings",
          "PeerTest");

  private final JavaClasses classes =
      new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/functions/test/")).importPackages(BASE);

  @Test
  void whatWasJoinedDoesNotComeBack() {
    assertThat(classes.stream().map(JavaClass::getSimpleName)).isNotEmpty().doesNotContainAnyElementsOf(GONE);
    assertThat(classes.stream().map(JavaClass::getSimpleName).filter("CauseRule"::equals)).hasSize(1);
  }

  @Test
  void aCheckOfTheDatabaseHasItsIdForItself() {
    Map<String, Set<String>> byId = new TreeMap<>();
    List<JavaClass> checks =
        classes.stream().filter(one -> one.isAssignableTo(Check.class) || one.isAssignableTo(DatabaseCheck.class))
            .filter(one -> one.getSimpleName().endsWith("Check")).toList();
    checks.forEach(one -> byId.computeIfAbsent(one.getSimpleName(), unseen -> new TreeSet<>()).add(one.getPackageName()));
    Set<String> shared = new TreeSet<>();
    byId.forEach((id, packages) -> {
      if (packages.contains(WaitProfile.class.getPackageName()) || packages.contains(Check.class.getPackageName())) {
        shared.add(id);
        assertThat(packages).as(id).hasSize(1);
      }
    });

    assertThat(shared).contains("BlockerTreeCheck", "IdleTransactionsCheck", "TransactionIdsCheck", "WaitProfileCheck");
  }

  /** Numbers that belong to the look stand in its limits alone, so that no runbook has one of its own for the same thing. */
  @Test
  void noRunbookKnowsSamplesOrLockTreesButThroughTheLook() {
    assertThat(
        classes.stream()
            .filter(one -> one.getPackageName().startsWith(BASE + ".runbook"))
            .flatMap(one -> one.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().isEquivalentTo(WaitProfile.class) && call.getName().equals("of")
                && call.getTarget().getRawParameterTypes().size() == 2)
            .map(call -> call.getOriginOwner().getSimpleName()))
        .isEmpty();
  }
}
