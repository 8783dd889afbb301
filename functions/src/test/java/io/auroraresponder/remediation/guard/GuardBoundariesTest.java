package io.auroraresponder.remediation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.remediation.guard.GuardVerdict.Answer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a guard passes last and what it refuses first, and the numbers in its words that a person decides by. */
class GuardBoundariesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);
  private final GuardRails rails = new GuardRails(MINUTE, Duration.ofHours(2), 0.95);

  private static Arguments row(String what, ReasonCode code, Supplier<Scene> passes, Answer otherwise, Supplier<Scene> beyond) {
    return Arguments.of(what, code, passes, otherwise, beyond);
  }

  static Stream<Arguments> boundaries() {
    return Stream.of(limits(), evidence(), range(), history()).flatMap(List::stream);
  }

  private static List<Arguments> limits() {
    return List.of(
        row("the budget is used up to a rounding", ReasonCode.BUDGET, () -> charge(96 + 1e-9), Answer.REFUSE, () -> charge(96.001)),
        row("the fleet's budget is used up to a rounding", ReasonCode.FLEET_BUDGET, () -> fleet(460, 20 + 1e-9), Answer.REFUSE, () ->
            fleet(460, 20.001)),
        row("RDS accepts no max below 1", ReasonCode.ENGINE_LIMIT, () -> new Scene().to(ScalingRange.of(0.5, 1)), Answer.REFUSE, () ->
            new Scene().to(ScalingRange.of(0.5, 0.5))),
        row("the min of a raised max may move up to its ceiling", ReasonCode.POLICY_CEILING, () ->
            new Scene().to(ScalingRange.of(4, 12)), Answer.REFUSE, () -> new Scene().to(ScalingRange.of(4.5, 12))),
        row("the max of a raised min may move up to its ceiling", ReasonCode.POLICY_CEILING, () ->
            new Scene().raiseMin().to(ScalingRange.of(1, 16)), Answer.REFUSE, () -> new Scene().raiseMin().to(ScalingRange.of(1, 16.5))),
        row("a min at its ceiling excuses no max beyond its own", ReasonCode.POLICY_CEILING, () ->
            new Scene().to(ScalingRange.of(4, 16)), Answer.REFUSE, () -> new Scene().to(ScalingRange.of(4, 16.5))),
        row("a max at its ceiling excuses no min beyond its own", ReasonCode.POLICY_CEILING, () ->
            new Scene().raiseMin().to(ScalingRange.of(4, 16)), Answer.REFUSE, () -> new Scene().raiseMin().to(ScalingRange.of(4.5, 16))),
        row("half an ACU more than the least", ReasonCode.STEP, () ->
            new Scene().raiseMin().to(ScalingRange.of(1, 8)), Answer.REFUSE, () -> new Scene().raiseMin().to(ScalingRange.of(1.5, 8))),
        row("a lease may last as long as the policy says", ReasonCode.POLICY_CEILING, () ->
            new Scene().with(s -> s.lasts = Duration.ofHours(4)), Answer.REFUSE, () ->
            new Scene().with(s -> s.lasts = Duration.ofHours(4).plusMillis(1))));
  }

  /** Of the look and of the metrics each by itself: the older one must be young enough, and neither of a time to come. */
  private static List<Arguments> evidence() {
    Duration limit = Duration.ofMinutes(5);
    return List.of(
        row("the look is old", ReasonCode.EVIDENCE_AGE, () -> aged(limit, Duration.ZERO), Answer.REFUSE, () ->
            aged(limit.plusMillis(1), Duration.ZERO)),
        row("the metrics are old", ReasonCode.EVIDENCE_AGE, () -> aged(Duration.ZERO, limit), Answer.REFUSE, () ->
            aged(Duration.ZERO, limit.plusMillis(1))),
        row("the look is to come", ReasonCode.EVIDENCE_AGE, () -> aged(MINUTE.negated(), Duration.ZERO), Answer.REFUSE, () ->
            aged(MINUTE.plusMillis(1).negated(), Duration.ZERO)),
        row("the metrics are to come", ReasonCode.EVIDENCE_AGE, () -> aged(Duration.ZERO, MINUTE.negated()), Answer.REFUSE, () ->
            aged(Duration.ZERO, MINUTE.plusMillis(1).negated())));
  }

  private static List<Arguments> range() {
    ScalingRange pausing = new ScalingRange(0, 16, 600);
    return List.of(
        row("a pause stays as it was", ReasonCode.STEP, () ->
            new Scene().range(pausing).to(new ScalingRange(0, 24, 600)), Answer.REFUSE, () ->
            new Scene().range(pausing).to(new ScalingRange(0, 24, 601))),
        row("a min that ends pausing takes its time along", ReasonCode.STEP, () ->
            new Scene().range(pausing).raiseMin().to(new ScalingRange(1, 16, 0)), Answer.REFUSE, () ->
            new Scene().range(pausing).raiseMin().to(new ScalingRange(2, 16, 0))),
        row("a lease's range is where the lease took it", ReasonCode.PRECONDITION, () ->
            new Scene().leased(ScalingRange.of(0.5, 8)), Answer.REFUSE, () -> new Scene().leased(ScalingRange.of(0.5, 7.5))),
        row("the writer is the one that the proof is of", ReasonCode.PRECONDITION, Scene::new, Answer.REFUSE, () ->
            new Scene().writtenByAnother()));
  }

  private static List<Arguments> history() {
    return List.of(
        row("only a raise that is used up takes a further step at once", ReasonCode.COOL_DOWN, () ->
            raised().lease(Lease.Phase.HELD, Lease.Verdict.USED_UP), Answer.REFUSE, () ->
            raised().lease(Lease.Phase.HELD, Lease.Verdict.HELPED)),
        row("a cool-down is counted from a give-back", ReasonCode.COOL_DOWN, () ->
            new Scene().givenBack(Duration.ofMinutes(30)), Answer.REFUSE, () ->
                new Scene().givenBack(Duration.ofMinutes(30).minusMillis(1))),
        row("a chain that is forked", ReasonCode.LEDGER, Scene::new, Answer.REFUSE, () -> new Scene().forked()));
  }

  private static Scene charge(double acuHours) {
    return new Scene().with(s -> s.charge = Reading.known(acuHours, s.now));
  }

  private static Scene fleet(double spent, double acuHours) {
    return charge(acuHours).with(s -> s.fleet = Reading.known(
        new FleetSituation(List.of(Scene.ofOthers(spent, s.now)), 0, OptionalInt.of(10), List.of("orders-db"), HardLimits.Fleet.DEFAULTS),
        s.now));
  }

  private static Scene aged(Duration look, Duration metrics) {
    return new Scene().with(s -> {
      s.lookedAt = s.now.minus(look);
      s.evidenceAt = s.now.minus(metrics);
    });
  }

  private static Scene raised() {
    return new Scene().charged(MINUTE, 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("boundaries")
  void passesUpToItsLimitAndNoFurther(String what, ReasonCode code, Supplier<Scene> passes, Answer otherwise, Supplier<Scene> beyond) {
    GuardVerdict within = verdict(passes.get(), code);
    assertThat(within.answer()).as("%s: %s", what, within.text()).isEqualTo(Answer.PASS);
    GuardVerdict outside = verdict(beyond.get(), code);
    assertThat(outside.answer()).as("%s: %s", what, outside.text()).isEqualTo(otherwise);
  }

  /** An owner's own min or max above a ceiling is left alone: the change does not touch it. */
  @Test
  void aSideThatTheChangeLeavesAloneIsHeldAgainstNoCeiling() {
    Scene highMin = new Scene().range(ScalingRange.of(6, 8)).to(ScalingRange.of(6, 12));
    assertThat(verdict(highMin, ReasonCode.POLICY_CEILING).answer()).isEqualTo(Answer.PASS);
    Scene highMax = new Scene().range(ScalingRange.of(0.5, 20)).raiseMin().to(ScalingRange.of(1, 20));
    assertThat(verdict(highMax, ReasonCode.POLICY_CEILING).answer()).isEqualTo(Answer.PASS);
  }

  /** Whoever kept the range, or took another one, ended no raise: nothing swings, and nothing has to be waited for. */
  @ParameterizedTest
  @EnumSource(Lease.End.class)
  void onlyAGiveBackIsWaitedForAndAsksAPerson(Lease.End end) {
    Scene soon = new Scene().closed(MINUTE, end);
    boolean givenBack = end == Lease.End.GIVEN_BACK;

    assertThat(verdict(soon, ReasonCode.COOL_DOWN).answer()).isEqualTo(givenBack ? Answer.REFUSE : Answer.PASS);
    assertThat(verdict(soon, ReasonCode.OSCILLATION).answer()).isEqualTo(givenBack ? Answer.PROPOSE : Answer.PASS);
  }

  @Test
  void aForkHoldsUpARaiseAndNoGiveBack() {
    assertThat(verdict(new Scene().forked(), ReasonCode.LEDGER).answer()).isEqualTo(Answer.REFUSE);
    assertThat(verdict(new Scene().remedy(Remedy.GIVE_BACK).forked(), ReasonCode.LEDGER).answer()).isEqualTo(Answer.PASS);
  }

  @ParameterizedTest
  @CsvSource({
      // started under the raise, max_connections in force, what the smaller max carries
      "false, 900, 100, PASS", "true, 100, 100, PASS", "true, 101, 100, REFUSE"})
  void aGiveBackNeedsRoomForTheSessionsOfAWriterThatStartedUnderTheRaise(boolean started, int inForce, int fits, Answer answer) {
    Scene scene = new Scene().remedy(Remedy.GIVE_BACK).with(s ->
        s.connections = Reading.known(new ConnectionRoom(started, inForce, fits, s.now), s.now));

    GuardVerdict verdict = verdict(scene, ReasonCode.CONNECTIONS);

    assertThat(verdict.answer()).isEqualTo(answer);
    assertThat(verdict.text().text()).isEqualTo(
        started ? "max_connections is " + inForce + " since the writer started under the raise, at most 100 fits the range to return to"
            : "the writer runs since before the raise: max_connections is that of before");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "CLUSTER_STATUS | the cluster is available",
      "BUDGET | 42 ACU-h at worst in a day, budget 96 ACU-h",
      "FLEET_BUDGET | all clusters: 64 ACU-h at worst in a day, budget 480 ACU-h",
      "STEP | 8 ACU to 12 ACU, step 1.5 x",
      "POLICY_CEILING | max 12 ACU, ceiling 16 ACU",
      "EVIDENCE_AGE | evidence is 0 s old, limit 5 min",
      "COOL_DOWN | the last change was at 08:15 UTC, cool-down 30 min",
      "RATE | 1 raise in the last day, limit 4"})
  void whatIsJudgedIsSaidInNumbers(ReasonCode code, String words) {
    assertThat(verdict(new Scene().charged(Duration.ofHours(2), 10), code).text().text()).isEqualTo(words);
  }

  @Test
  void whatIsRefusedIsSaidInNumbers() {
    assertThat(said(new Scene().status("modifying"), ReasonCode.CLUSTER_STATUS)).isEqualTo("the cluster's status is modifying");
    assertThat(said(new Scene().status(""), ReasonCode.CLUSTER_STATUS)).isEqualTo("the cluster's status is not reported");
    assertThat(said(new Scene().to(ScalingRange.of(1, 12)), ReasonCode.STEP))
        .isEqualTo("the other side would go from 0.5 ACU to 1 ACU");
    assertThat(said(new Scene().raiseMin().to(ScalingRange.of(1, 12)), ReasonCode.STEP))
        .isEqualTo("the other side would go from 8 ACU to 12 ACU");
  }

  @ParameterizedTest
  @CsvSource({"0, 0 s", "-5, 0 s", "119, 119 s", "120, 2 min", "149, 2 min", "150, 3 min", "1800, 30 min"})
  void timeIsSaidInSecondsBelowTwoMinutes(long seconds, String words) {
    assertThat(Utc.span("span", Duration.ofSeconds(seconds), new Scene().now).words()).isEqualTo(words);
  }

  @Test
  void roomInTheBudgetComesWithWhatIsStillHeldAgainstIt() {
    Scene scene = new Scene().charged(Duration.ofHours(25), 50).charged(Duration.ofHours(2), 70);

    GuardVerdict verdict = verdict(scene, ReasonCode.BUDGET);

    assertThat(verdict.text().text()).startsWith("102 ACU-h at worst");
    assertThat(verdict.ends()).contains(scene.now.minus(Duration.ofHours(2)).plus(DAY));
  }

  /** The oldest that must leave the day: with a limit of two, the second youngest of three. */
  @Test
  void oneMoreRaiseIsAllowedWhenEnoughAreADayOld() {
    Scene scene = new Scene().charged(Duration.ofHours(3), 1).charged(Duration.ofHours(5), 1).charged(Duration.ofHours(9), 1);

    assertThat(verdict(rated(scene, 2), ReasonCode.RATE).ends()).contains(scene.now.minus(Duration.ofHours(5)).plus(DAY));
    assertThat(verdict(rated(scene, 1), ReasonCode.RATE).ends()).contains(scene.now.minus(Duration.ofHours(3)).plus(DAY));
    assertThat(verdict(rated(scene, 0), ReasonCode.RATE).ends()).as("no raise is ever allowed").isEmpty();
  }

  private static Scene rated(Scene scene, int perDay) {
    HardLimits all = HardLimits.DEFAULTS;
    scene.settings =
        new HardLimits(
            all.defaultMode(), all.highestMode(), all.maxAcu(), all.minAcu(), all.step(), all.lease(), all.budgetAcuHours(), all.cooldown(),
            perDay, all.eventAge(), all.evidenceAge(), all.planExpiry(), all.freeze(), all.actions(), all.deployment(), all.fleet());
    return scene;
  }

  private String said(Scene scene, ReasonCode code) {
    return verdict(scene, code).text().text();
  }

  private GuardVerdict verdict(Scene scene, ReasonCode code) {
    return rails.guarding(scene.remedy).stream().filter(guard -> guard.code() == code).findFirst().orElseThrow()
        .judge(scene.situation());
  }
}
