package io.auroraresponder.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.auroraresponder.lab", importOptions = LabArchitectureTest.WithoutTests.class)
class LabArchitectureTest {
  /** Leaves out what is compiled for tests, in the folders of Maven ({@code test-classes}) and of other builds ({@code test}). */
  static final class WithoutTests implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/") && !location.contains("/test/");
    }
  }


  @ArchTest
  static final ArchRule ONLY_THE_SCORER_READS_EXPECTATIONS =
      noClasses()
          .that().haveNameNotMatching(".*\\.lab\\.incident\\.(Scorer|IncidentFile|Expectation)(\\$.*)?")
          .should().dependOnClassesThat().haveNameMatching(".*\\.lab\\.incident\\.Expectation(\\$.*)?")
          .because("a run that could see what is expected of it would prove nothing");

  @ArchTest
  static final ArchRule ONLY_THE_SCORER_ASKS_A_FILE_FOR_THEM =
      noClasses()
          .that().doNotHaveSimpleName("Scorer")
          .should().callMethod(io.auroraresponder.lab.incident.IncidentFile.class, "expectation")
          .because("a run gets the script of a file, never the file's expectation");

  @ArchTest
  static final ArchRule SESSIONS_SPEAK_JDBC_AND_NOBODY_ELSE =
      noClasses()
          .that().resideOutsideOfPackage("..lab.postgres..")
          .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
          .because("the real database of the lab is the business of lab.postgres");

  @ArchTest
  static final ArchRule THE_SERVER_KNOWS_NO_INCIDENTS =
      noClasses()
          .that().resideInAPackage("..lab.postgres..")
          .should().dependOnClassesThat().resideInAnyPackage("..lab.incident..", "..lab.cli..", "..lab.account..")
          .because("what sessions do must not depend on what they are meant to show");

  @ArchTest
  static final ArchRule RUNS_KNOW_NO_COMMAND_LINE =
      noClasses()
          .that().resideInAPackage("..lab.incident..")
          .should().dependOnClassesThat().resideInAPackage("..lab.cli..")
          .because("tests and other tools run incidents too");

  @ArchTest
  static final ArchRule NOBODY_PRINTS_PAST_THE_CONSOLE =
      noClasses()
          .should().accessField(System.class, "out")
          .orShould().accessField(System.class, "err")
          .because("--json promises that standard output holds the report alone");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.auroraresponder.lab.(*)..").should().beFreeOfCycles().because("each part must be readable by itself");
}
