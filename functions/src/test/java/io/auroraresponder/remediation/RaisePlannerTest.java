package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.fake.FakeAurora;
import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.remediation.guard.GuardVerdict;
import io.auroraresponder.remediation.guard.ReasonCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RaisePlannerTest {
  @ParameterizedTest
  @CsvSource({"8, 12", "1, 1.5", "1.5, 2", "5.5, 8", "11, 16", "15.5, 16", "3, 4.5"})
  void raisesMaxByTheStepRoundedDownToHalvesUpToTheCeiling(double max, double expected) {
    RemediationBench bench = at(ScalingRange.of(0.5, max));

    PlannedChange change = bench.plan("i").change().orElseThrow();

    assertThat(change.to()).isEqualTo(ScalingRange.of(0.5, expected));
    assertThat(change.from()).isEqualTo(ScalingRange.of(0.5, max));
    assertThat(change.remedy()).isEqualTo(Remedy.RAISE_MAX);
  }

  /** DBLoadCPU of the last five minutes, the step, the max that is sent from 8 ACU, which have two vCPU. */
  @ParameterizedTest
  @CsvSource({"9, 3, 24", "9, 1.5, 12", "9, 1.25, 10", "4, 3, 16", "3.4, 3, 14", "2, 3, 12", "0.5, 3, 12", "40, 4, 32"})
  void goesAsFarAsTheSessionsOfTheLastFiveMinutesAskForUpToTheStep(double onCpu, double step, double expected) {
    RemediationBench bench = new RemediationBench(ScalingRange.of(0.5, 8), step(step, 32));
    bench.aurora.limit(128);
    bench.clock.jump(Duration.ofMinutes(-30));
    bench.aurora.signal(Metric.DB_LOAD_CPU, onCpu);
    bench.clock.jump(Duration.ofMinutes(30));

    assertThat(bench.raise().result()).isEqualTo(Decision.Result.APPLIED);

    assertThat(bench.aurora.range()).isEqualTo(ScalingRange.of(0.5, expected));
  }

  @Test
  void goesNoFurtherThanByHalfWhereNothingTellsHowMuchIsWanted() {
    RemediationBench silent = new RemediationBench(ScalingRange.of(0.5, 8), step(3, 32));
    silent.raise();
    RemediationBench gap = new RemediationBench(ScalingRange.of(0.5, 8), step(3, 32));
    gap.clock.jump(Duration.ofMinutes(-30));
    gap.aurora.signal(Metric.DB_LOAD_CPU, 9);
    gap.clock.jump(Duration.ofMinutes(30));
    gap.aurora.gap(gap.clock.instant().minus(Duration.ofMinutes(4)));
    gap.raise();

    assertThat(silent.aurora.range()).isEqualTo(ScalingRange.of(0.5, 12));
    assertThat(gap.aurora.range()).as("four minutes of five").isEqualTo(ScalingRange.of(0.5, 12));
  }

  @Test
  void goesAsFarAsTheBudgetOfTheClusterCarriesAndSaysSo() {
    RemediationBench bench = new RemediationBench();
    bench.aurora.tag("budget-acu-hours-per-day", "13");

    Decision decision = bench.raise();

    // Two members for four hours: half an ACU more is 4 ACU hours.
    assertThat(bench.aurora.range()).isEqualTo(ScalingRange.of(0.5, 9.5));
    assertThat(decision.plan().summary().text()).contains("from 8 to 9.5 ACU", "The budgets of a day carry no more");
    RemediationBench empty = new RemediationBench();
    empty.aurora.tag("budget-acu-hours-per-day", "3.9");
    assertThat(empty.raise().reasons()).filteredOn(each -> each.answer() == GuardVerdict.Answer.REFUSE)
        .extracting(GuardVerdict::guard).containsExactly(ReasonCode.BUDGET);
  }

  private static HardLimits step(double step, double maxAcu) {
    HardLimits usual = HardLimits.DEFAULTS;
    return new HardLimits(
        usual.defaultMode(), usual.highestMode(), maxAcu, usual.minAcu(), step, usual.lease(), 480, usual.cooldown(), usual.ratePerDay(),
        usual.eventAge(), usual.evidenceAge(), usual.planExpiry(), usual.freeze(), usual.actions());
  }

  @Test
  void resendsThePauseSecondsWhenMinIsZero() {
    RemediationBench bench = at(new ScalingRange(0, 8, 600));

    assertThat(bench.plan("i").change().orElseThrow().to()).isEqualTo(new ScalingRange(0, 12, 600));
  }

  @Test
  void raisesMinWithoutPauseSecondsAndOnlyProposesToEndThePause() {
    RemediationBench bench = at(new ScalingRange(0, 8, 600));

    Plan plan = bench.plan("i", bench.diagnosis(Cause.RAMP_LIMITED, Lever.RAISE_MIN, RangeQuestion.Strength.ACT));

    PlannedChange change = plan.change().orElseThrow();
    assertThat(change.to()).isEqualTo(ScalingRange.of(0.5, 4));
    assertThat(change.from()).isEqualTo(new ScalingRange(0, 8, 600));
    assertThat(change.strength()).isEqualTo(RangeQuestion.Strength.PROPOSE);
    assertThat(plan.summary().text()).contains("auto-pause", "600 s");
  }

  @Test
  void raisesMinByTheStepUpToItsCeiling() {
    RemediationBench bench = at(ScalingRange.of(3, 8));

    PlannedChange change = bench.plan("i", bench.diagnosis(Cause.RAMP_LIMITED, Lever.RAISE_MIN, RangeQuestion.Strength.ACT)).change()
        .orElseThrow();

    assertThat(change.to()).isEqualTo(ScalingRange.of(4, 8));
    assertThat(change.strength()).isEqualTo(RangeQuestion.Strength.ACT);
  }

  @Test
  void namesTheLimitWhenMaxStandsAtThePolicyCeiling() {
    Plan plan = at(ScalingRange.of(0.5, 16)).plan("i");

    assertThat(plan.changesNothing()).isTrue();
    assertThat(plan.lever()).isEqualTo(Lever.CHANGE_LIMIT);
    assertThat(plan.refused()).extracting(Report.RefusedLever::lever).containsExactly("raise-max");
    assertThat(plan.against()).contains(ReasonCode.POLICY_CEILING);
    assertThat(plan.summary().text()).contains("the policy allows 16 ACU");
  }

  @Test
  void namesTheLimitWhenMaxStandsAtTheEngineLimit() {
    RemediationBench bench = at(ScalingRange.of(0.5, 8));
    bench.aurora.limit(8);

    Plan plan = bench.plan("i");

    assertThat(plan.against()).contains(ReasonCode.ENGINE_LIMIT);
    assertThat(plan.lever()).isEqualTo(Lever.CHANGE_LIMIT);
  }

  @Test
  void refusesWhenLimitsOrLedgerOrClusterAreNotKnown() {
    RemediationBench bench = new RemediationBench();
    RaiseWish wish = (RaiseWish) bench.wish("i");
    RaisePlanner planner = new RaisePlanner(bench.settings);
    Reading<Head> head = Reading.known(bench.head(), bench.clock.instant());
    Plan withoutLimits =
        planner.plan(
            wish, Reading.known(bench.aurora.cluster(FakeAurora.ID).orElseThrow(), bench.clock.instant()), head, Plans.UNKNOWN,
            bench.clock.instant());
    Plan withoutCluster = planner.plan(wish, Reading.unavailable("RDS did not answer"), head, Plans.UNKNOWN, bench.clock.instant());
    bench.table.fates(call -> Fate.TIMEOUT_BEFORE);
    Plan withoutLedger = bench.plan("i");

    assertThat(withoutLimits.against()).contains(ReasonCode.ENGINE_LIMIT);
    assertThat(withoutCluster.against()).contains(ReasonCode.CLUSTER_STATUS);
    assertThat(withoutLedger.against()).contains(ReasonCode.LEDGER);
    assertThat(List.of(withoutLimits, withoutCluster, withoutLedger)).allMatch(Plan::changesNothing);
  }

  @Test
  void plansNothingWhenAConditionForbidsIt() {
    RemediationBench bench = new RemediationBench();
    Diagnosis found = bench.loadGrowth();
    Diagnosis reset = with(found, List.of(Condition.RANGE_RESET));

    Plan plan = bench.plan("i", reset);

    assertThat(plan.changesNothing()).isTrue();
    assertThat(plan.against()).contains(ReasonCode.CAUSE);
    assertThat(plan.summary().text()).contains("range-reset");
  }

  @Test
  void refusesNothingWhenTheLookEndedEarly() {
    RemediationBench bench = new RemediationBench();

    Wish wish = bench.wish("i", with(bench.diagnosis(Cause.NONE, Lever.NONE, RangeQuestion.Strength.NONE), List.of(Condition.HEALED)));

    assertThat(((NoWish) wish).plan().against()).isEmpty();
    assertThat(bench.decide(wish).result()).isEqualTo(Decision.Result.NOT_NEEDED);
  }

  @Test
  void refusesTheRaiseByNameWhenAnotherLeverHelps() {
    RemediationBench bench = new RemediationBench();
    Diagnosis pileup = bench.diagnosis(Cause.LOCK_PILEUP, Lever.END_BLOCKER, RangeQuestion.Strength.NONE);
    RangeQuestion asked = pileup.range().orElseThrow();
    RangeQuestion no =
        new RangeQuestion(
            asked.lever(), asked.strength(), List.of(new Report.RefusedLever("raise-max", Phrase.of("waiting sessions use no capacity"))),
            asked.proof(), "", asked.evidenceAt(), asked.pressure());
    Diagnosis refusing =
        new Diagnosis(
            pileup.severity(), pileup.headline(), pileup.impact(), List.of(), pileup.cause(), List.of(), List.of(), Optional.of(no));

    Decision decision = bench.decide(bench.wish("i", refusing));

    assertThat(decision.result()).isEqualTo(Decision.Result.REFUSED);
    assertThat(decision.reasons()).singleElement().satisfies(reason -> assertThat(reason.guard()).isEqualTo(ReasonCode.CAUSE));
    assertThat(bench.aurora.calls()).isEmpty();
  }

  @Test
  void pricesEveryMemberAtItsNewMax() {
    Plan plan = new RemediationBench().plan("i");

    Report.Cost cost = plan.cost().orElseThrow();
    assertThat(cost.perHour().words()).isEqualTo("1.12 USD/h");
    assertThat(cost.worstCase().words()).isEqualTo("4.48 USD");
    assertThat(cost.rate().source()).isEqualTo("setting rates eu-west-2");
    assertThat(plan.lease().orElseThrow().until()).isEqualTo(RemediationBench.START.plus(Duration.ofHours(4)));
  }

  @Test
  void marksTheDefaultRateAsSuchAndPricesIoOptimizedStorage() {
    Rates rates = Rates.DEFAULTS;

    assertThat(rates.lists("eu-north-1")).isFalse();
    assertThat(rates.perAcuHour("eu-north-1", "aurora")).isEqualTo(0.22);
    assertThat(rates.perAcuHour("us-east-1", "aurora-iopt1")).isEqualTo(0.16);
  }

  @Test
  void saysThatMaxConnectionsWaitsForAReboot() {
    Plan plan = at(ScalingRange.of(1, 8)).plan("i");

    assertThat(plan.summary().text()).contains("1669", "2515", "reboot");
    assertThat(at(ScalingRange.of(0.5, 12)).plan("i").summary().text()).doesNotContain("reboot");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 189", "1, 4, 823", "1, 6, 1246", "1, 16, 3360", "0.5, 16, 2000", "1, 64, 5000", "1, 256, 5000"})
  void interpolatesTheTableOfMaxConnections(double min, double max, int expected) {
    assertThat(MaxConnections.of(ScalingRange.of(min, max))).isEqualTo(expected);
  }

  @Test
  void namesAPlanTheSameUntilTheLookOrTheRangeDiffers() {
    RemediationBench bench = new RemediationBench();
    String first = bench.plan("i").change().orElseThrow().planId();
    bench.clock.advance(Duration.ofMinutes(1));

    assertThat(bench.plan("i").change().orElseThrow().planId()).isNotEqualTo(first);
    first = bench.plan("i").change().orElseThrow().planId();
    assertThat(bench.plan("i").change().orElseThrow().planId()).isEqualTo(first);
    bench.aurora.foreign(ScalingRange.of(0.5, 9));
    assertThat(bench.plan("i").change().orElseThrow().planId()).isNotEqualTo(first);
  }

  @Test
  void everyNumberOfTheSummaryIsAFact() {
    Plan plan = at(ScalingRange.of(1, 8)).plan("i");
    String rest = plan.summary().text();
    for (Fact fact : plan.summary().facts()) {
      rest = rest.replaceFirst(Pattern.quote(fact.value()), "");
    }

    assertThat(rest).doesNotContainPattern("\\d");
  }

  private static RemediationBench at(ScalingRange range) {
    return new RemediationBench(range, HardLimits.DEFAULTS);
  }

  private static Diagnosis with(Diagnosis from, List<Condition> conditions) {
    return new Diagnosis(
        from.severity(), from.headline(), from.impact(), conditions, from.cause(), from.otherCauses(), from.advice(), from.range());
  }
}
