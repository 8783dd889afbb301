package io.auroraresponder;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.auroraresponder.runbook.Check;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.RdsClient;

/** Who may know whom. Each rule says why, and what to do instead. */
@AnalyzeClasses(packages = "io.auroraresponder", importOptions = ArchitectureTest.WithoutTests.class)
class ArchitectureTest {
  /** Leaves out what is compiled for tests, in the folders of Maven ({@code test-classes}) and of other builds ({@code test}). */
  static final class WithoutTests implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/") && !location.contains("/test/");
    }
  }

  private static final String BASE = "io.auroraresponder.";
  private static final String EVERYTHING = "io.auroraresponder..";

  @ArchTest
  static final ArchRule incidentKnowsJavaAlone =
      noClasses().that().resideInAPackage(BASE + "incident..")
          .should().dependOnClassesThat(resideInAPackage(EVERYTHING).and(DescribedPredicate.not(resideInAPackage(BASE + "incident.."))))
          .orShould().dependOnClassesThat(resideInAnyPackage("com.google..", "software.amazon..", "com.amazonaws..", "java.sql..",
          "org.slf4j.."))
          .because("everything speaks this vocabulary, so it may speak of nothing else; put what needs more into the feature that needs "
          + "it");

  @ArchTest static final ArchRule policyKnowsIncident = mayKnow("policy", "incident");
  @ArchTest static final ArchRule observationKnowsIncident = mayKnow("observation", "incident");
  @ArchTest static final ArchRule probeKnowsIncident = mayKnow("probe", "incident");
  @ArchTest static final ArchRule diagnosisKnowsIncident = mayKnow("diagnosis", "incident");
  @ArchTest static final ArchRule databaseKnowsTheProbe = mayKnow("database", "incident", "observation", "probe", "diagnosis");
  @ArchTest static final ArchRule ledgerOnlyRemembers = mayKnow("ledger", "incident", "diagnosis");
  @ArchTest static final ArchRule notifyKnowsIncident = mayKnow("notify", "incident");
  @ArchTest static final ArchRule intakeKnowsIncident = mayKnow("intake", "incident");
  @ArchTest static final ArchRule runbooksOnlyThink =
      mayKnow("runbook", "incident", "policy", "observation", "probe", "diagnosis", "database");
  @ArchTest
  static final ArchRule remediationDoesNotDiagnose = mayKnow("remediation", "incident", "policy", "observation", "diagnosis", "ledger");


  @ArchTest
  static final ArchRule responseKnowsNoAdapter =
      noClasses().that().resideInAPackage(BASE + "response..")
          .should().dependOnClassesThat(resideInAnyPackage(BASE + "aws..", BASE + "postgres..", BASE + "lambda..", BASE + "notify.*.."))
          .because("how a signal is handled is the same in Lambda, in the lab and in a test; what reaches out is a port that lambda wires");

  @ArchTest
  static final ArchRule runbooksDoNotKnowEachOther =
      slices().matching(BASE + "runbook.(*)..").should().notDependOnEachOther().allowEmptyShould(true)
          .because("deleting a runbook is deleting its folder and its line in the list; what two runbooks share belongs to runbook");

  /** A check's id is its class name, and its anchor in docs/runbooks. */
  @ArchTest
  static void aCheckIdMeansOneThing(JavaClasses classes) {
    Map<String, Long> named =
        classes.stream().filter(one -> one.isAssignableTo(Check.class) && !one.isInterface())
            .collect(Collectors.groupingBy(one -> Check.id(one.reflect()), TreeMap::new, Collectors.counting()));

    assertThat(named).hasSizeGreaterThan(90);
    assertThat(named.entrySet()).allSatisfy(check -> assertThat(check.getValue()).as(check.getKey()).isEqualTo(1));
  }

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(BASE + "(*)..").should().beFreeOfCycles()
          .because("a cycle means that two packages are one; move the shared type to the one that is lower");

  @ArchTest
  static final ArchRule awsStaysInItsAdapters =
      noClasses().that().resideOutsideOfPackages(BASE + "aws..", BASE + "notify.sns..", BASE + "lambda..")
          .should().dependOnClassesThat(resideInAPackage("software.amazon.."))
          .because("a change of SDK may touch adapters alone; give the feature a port in its own words and implement that in aws");

  @ArchTest
  static final ArchRule jdbcStaysInItsAdapter =
      noClasses().that(resideOutsideOf(BASE + "postgres..").and(isNotWiring()))
          .should().dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql.."))
          .because("the probe is a port: what a check needs from a database is a field of its snapshot");

  @ArchTest
  static final ArchRule lambdaStaysAtTheEdge =
      noClasses().that().resideOutsideOfPackage(BASE + "lambda..")
          .should().dependOnClassesThat(resideInAPackage("com.amazonaws.."))
          .because("the same classes run in the lab, where there is no Lambda");

  @ArchTest
  static final ArchRule jsonStaysWhereTextsAreMade =
      noClasses()
          .that().resideOutsideOfPackages(BASE + "intake..", BASE + "ledger..", BASE + "notify..", BASE + "lambda..", BASE + "aws..")
          .should().dependOnClassesThat(resideInAPackage("com.google.gson.."))
          .because("decisions are made on records; JSON is read and written where it enters and leaves");

  @ArchTest
  static final ArchRule environmentIsReadInOnePlace =
      noClasses().that(DescribedPredicate.not(resideInAPackage(BASE + "lambda..").and(simpleName("Settings"))))
          .should().callMethodWhere(calls(System.class, "getenv"))
          .because("a setting that is not in lambda.Settings is a setting that nobody finds; pass the value in");

  @ArchTest
  static final ArchRule timeIsPassedIn =
      noClasses().should().callMethodWhere(readsTheClockOfTheMachine())
          .because("a decision must give the same answer in a replay; take an InstantSource or an instant");

  @ArchTest
  static final ArchRule nobodyPrints =
      noClasses().that().resideOutsideOfPackage(BASE + "lambda.log..")
          .should().accessFieldWhere(isStandardStream())
          .because("what is worth saying is a log line with keys or a part of the report");

  @ArchTest
  static final ArchRule oneClassCausesEffects =
      noClasses().that(DescribedPredicate.not(resideInAPackage(BASE + "remediation..").and(simpleName("Remediator"))))
          .should().callMethodWhere(JavaAccess.Predicates.target(owner(simpleName("ClusterChanges"))))
          .because("guard rails, intent and ledger stand in Remediator; a second caller would be a second way around them");

  @ArchTest
  static final ArchRule oneClassCallsWhatChangesRds =
      noClasses().that(DescribedPredicate.not(resideInAPackage(BASE + "aws..").and(simpleName("RdsRangeChange"))))
          .should().callMethodWhere(changesRds())
          .because("reading clients carry retries and stand everywhere; whatever is not a describe or a list goes through RdsRangeChange, "
          + "and that through Remediator");

  private static DescribedPredicate<JavaMethodCall> changesRds() {
    Set<String> ofTheClient = Set.of("close", "serviceName", "serviceClientConfiguration", "builder", "create", "utilities", "waiter");
    return DescribedPredicate.describe(
        "calls a method of RdsClient that is no describe and no list",
        call -> {
          String method = call.getTarget().getName();
          return call.getTarget().getOwner().isAssignableTo(RdsClient.class)
              && !method.startsWith("describe") && !method.startsWith("list") && !ofTheClient.contains(method);
        });
  }

  /** What they round is no number of a verdict: times, capacities in halves, points of a chart, counts of CloudWatch's averages. */
  private static final Set<String> ROUNDS =
      Set.of("MemberMinutes", "RestartCheck", "Forecast", "SampledWaits", "HealthyBaseline", "ConnectionHeadroomCheck");

  @ArchTest
  static final ArchRule whatIsJudgedIsNotRounded =
      noClasses().that().resideInAnyPackage(BASE + "runbook..", BASE + "database..")
          .should().callMethodWhere(DescribedPredicate.<JavaMethodCall>describe("rounds, but for whole seconds and milliseconds", call ->
              call.getTarget().getOwner().getName().equals("java.lang.Math") && Set.of("rint", "round").contains(call.getTarget().getName())
                  && !ROUNDS.contains(call.getOriginOwner().getSimpleName())))
          .because("a number that is shown has to lie on the side of its limit on which it was judged: Fact.judged and Fact.part see to "
          + "it");

  private static ArchRule mayKnow(String feature, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(feature), Arrays.stream(others)).map(known -> BASE + known + "..").toArray(String[]::new);
    DescribedPredicate<JavaClass> elsewhere =
        resideInAPackage(EVERYTHING).and(DescribedPredicate.not(resideInAnyPackage(allowed)));
    return noClasses().that().resideInAPackage(BASE + feature + "..").should().dependOnClassesThat(elsewhere)
        .allowEmptyShould(true)
        .because(
            feature + " may know " + (others.length == 0 ? "nothing else" : String.join(", ", others))
                + "; where it needs more, it declares a port that lambda wires");
  }

  private static DescribedPredicate<JavaClass> resideOutsideOf(String pattern) {
    return DescribedPredicate.not(resideInAPackage(pattern));
  }

  private static DescribedPredicate<JavaClass> isNotWiring() {
    return DescribedPredicate.not(resideInAPackage(BASE + "lambda..").and(simpleName("Wiring")));
  }

  private static DescribedPredicate<JavaMethodCall> calls(Class<?> type, String method) {
    DescribedPredicate<JavaAccess<?>> call =
        JavaAccess.Predicates.target(owner(DescribedPredicate.<JavaClass>describe(type.getSimpleName(), one -> one.isEquivalentTo(type))))
            .and(JavaAccess.Predicates.target(name(method)));
    return call.forSubtype();
  }

  /** {@code now()} without arguments, the wall clock of System, and the system clocks outside of lambda, where clocks are made. */
  @ArchTest
  static final ArchRule noRandomnessOutlivesASnapshot =
      noClasses().should().dependOnClassesThat(DescribedPredicate.describe("are seeded once", type ->
              Set.of("java.util.Random", "java.util.SplittableRandom", "java.util.concurrent.ThreadLocalRandom",
                  "java.util.random.RandomGeneratorFactory").contains(type.getName())))
          .orShould().callMethodWhere(DescribedPredicate.describe("makes a generator that is seeded once", call ->
              call.getTarget().getOwner().getName().equals("java.util.random.RandomGenerator") && Set.of("getDefault", "of")
                  .contains(call.getTarget().getName())))
          .because("SnapStart restores many copies of one process, and they would all draw the same numbers; SecureRandom asks the machine "
          + "each time");

  private static DescribedPredicate<JavaMethodCall> readsTheClockOfTheMachine() {
    return DescribedPredicate.describe(
        "reads the clock of the machine",
        call -> {
          AccessTarget.MethodCallTarget target = call.getTarget();
          boolean now =
              target.getName().equals("now")
                  && target.getOwner().getPackageName().equals("java.time")
                  && target.getRawParameterTypes().isEmpty();
          boolean millis = target.getOwner().isEquivalentTo(System.class) && target.getName().equals("currentTimeMillis");
          boolean systemClock =
              target.getOwner().isEquivalentTo(Clock.class)
                  && target.getName().startsWith("system")
                  && !call.getOriginOwner().getPackageName().startsWith(BASE + "lambda");
          return now || millis || systemClock;
        });
  }

  private static DescribedPredicate<JavaFieldAccess> isStandardStream() {
    return DescribedPredicate.describe(
        "writes to a standard stream",
        access ->
            access.getTarget().getOwner().isEquivalentTo(System.class)
                && (access.getTarget().getName().equals("out") || access.getTarget().getName().equals("err")));
  }
}
