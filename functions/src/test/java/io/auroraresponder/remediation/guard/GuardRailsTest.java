package io.auroraresponder.remediation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.KillSwitch;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.remediation.guard.GuardVerdict.Answer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GuardRailsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final GuardRails rails = new GuardRails(MINUTE, Duration.ofHours(2), 0.95);

  @Test
  void allPassWhenNothingSpeaksAgainst() {
    Judgement judgement = rails.judge(new Scene().situation());

    assertThat(judgement.refusals()).isEmpty();
    assertThat(judgement.passes()).isTrue();
  }

  @Test
  void everyReasonHasExactlyOneGuardOfARaise() {
    List<ReasonCode> codes = rails.guarding(Remedy.RAISE_MAX).stream().map(GuardRail::code).toList();

    assertThat(codes).doesNotHaveDuplicates();
    assertThat(EnumSet.copyOf(codes)).isEqualTo(EnumSet.complementOf(EnumSet.of(ReasonCode.NEED, ReasonCode.CONNECTIONS)));
  }

  @Test
  void aGiveBackIsNotHeldUpByWhatOnlyLimitsRaises() {
    assertThat(codes(Remedy.GIVE_BACK))
        .isEqualTo(
            EnumSet.of(
                ReasonCode.KILL_SWITCH, ReasonCode.MODE, ReasonCode.OPT_IN, ReasonCode.CLUSTER_STATUS, ReasonCode.PAUSED, ReasonCode.FREEZE,
                ReasonCode.IN_FLIGHT, ReasonCode.PRECONDITION, ReasonCode.LEDGER, ReasonCode.CLOCK, ReasonCode.NEED,
                ReasonCode.CONNECTIONS, ReasonCode.PENDING_MODIFICATION));
    assertThat(codes(Remedy.UNDO)).isSubsetOf(codes(Remedy.GIVE_BACK)).doesNotContain(ReasonCode.MODE);
  }

  @Test
  void allRefusalsAreShown() {
    Judgement judgement =
        rails.judge(new Scene().with(s -> s.killSwitch = Reading.unavailable("never set")).status("modifying").tag("mode", "observe")
        .situation());

    assertThat(judgement.refusals())
        .extracting(GuardVerdict::guard)
        .containsExactlyInAnyOrder(ReasonCode.KILL_SWITCH, ReasonCode.CLUSTER_STATUS, ReasonCode.MODE);
  }

  @ParameterizedTest
  @EnumSource(value = ReasonCode.class, names = {"NEED", "CONNECTIONS"}, mode = EnumSource.Mode.EXCLUDE)
  void everyGuardThatNeedsTheClusterOrTheLedgerRefusesWithoutIt(ReasonCode code) {
    Scene blind = new Scene().with(s -> s.live = Reading.unavailable("RDS did not answer"))
        .with(s -> s.head = Reading.unavailable("silent")).with(s -> {
      s.killSwitch = Reading.unavailable("silent");
      s.capacity = Reading.unavailable("silent");
      s.pressed = Reading.unavailable("silent");
      s.charge = Reading.unavailable("silent");
      s.fleet = Reading.unavailable("silent");
      s.deployments = Reading.unavailable("silent");
    });
    Set<ReasonCode> askOnlyThePlan = EnumSet.of(ReasonCode.CAUSE, ReasonCode.EVIDENCE_STRENGTH, ReasonCode.EVIDENCE_AGE,
        ReasonCode.EVENT_AGE);

    GuardVerdict verdict = verdict(blind, code);

    assertThat(verdict.answer()).isEqualTo(askOnlyThePlan.contains(code) ? Answer.PASS : Answer.REFUSE);
  }

  @Test
  void killSwitchRefusesAtStop() {
    refuses(ReasonCode.KILL_SWITCH, new Scene().with(s ->
        s.killSwitch = Reading.known(new KillSwitch(false, "ann", s.now, "x", ""), s.now)));
    refuses(ReasonCode.KILL_SWITCH, new Scene().with(s -> s.killSwitch = Reading.unavailable("never set")));
  }

  @Test
  void clockRefusesBeyondAMinuteOnEitherSide() {
    passes(ReasonCode.CLOCK, new Scene().headAt(MINUTE));
    refuses(ReasonCode.CLOCK, new Scene().headAt(MINUTE.plusMillis(1)));
    passes(ReasonCode.CLOCK, new Scene().liveAt(MINUTE.negated()));
    refuses(ReasonCode.CLOCK, new Scene().liveAt(MINUTE.plusMillis(1).negated()));
  }

  @Test
  void signalOfTheFutureIsNoReasonToAct() {
    passes(ReasonCode.EVENT_AGE, new Scene().with(s -> s.now = s.now.minus(MINUTE)));
    refuses(ReasonCode.EVENT_AGE, new Scene().with(s -> s.now = s.now.minus(Duration.ofHours(1))));
  }

  @Test
  void statusRefusesWhateverIsNotAvailableAndAloneMakesItWait() {
    Scene modifying = new Scene().status("modifying");

    refuses(ReasonCode.CLUSTER_STATUS, modifying);
    assertThat(rails.judge(modifying.situation()).waitsForCluster()).isTrue();
    assertThat(rails.judge(modifying.tag("mode", "observe").situation()).waitsForCluster()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"modifying,true", "backing-up,true", "upgrading,true", "renaming,true", "stopped,false", "deleting,false",
      "inaccessible-encryption-credentials,false", "incompatible-parameters,false", "migration-failed,false", "'',false"})
  void onlyAStatusThatRdsLeavesByItselfIsSoonOver(String status, boolean passing) {
    assertThat(rails.judge(new Scene().status(status).situation()).verdicts())
        .filteredOn(verdict -> verdict.guard() == ReasonCode.CLUSTER_STATUS)
        .extracting(GuardVerdict::passing).containsExactly(passing);
  }

  @Test
  void optInRefusesAClusterWithoutTags() {
    refuses(ReasonCode.OPT_IN, new Scene().untagged());
    refuses(ReasonCode.OPT_IN, new Scene().tag("mode", "off"));
    passes(ReasonCode.OPT_IN, new Scene().tag("mode", "observe"));
  }

  @Test
  void modeActPassesProposeAsksTheRestRefuse() {
    passes(ReasonCode.MODE, new Scene());
    answers(Answer.PROPOSE, ReasonCode.MODE, new Scene().tag("mode", "propose"));
    refuses(ReasonCode.MODE, new Scene().tag("mode", "observe"));
    refuses(ReasonCode.MODE, new Scene().tag("mode", "off"));
    refuses(ReasonCode.MODE, new Scene().with(s -> s.tags = Reading.unavailable("no tag list")));
    assertThat(giveBack(ReasonCode.MODE, new Scene().tag("mode", "propose"))).isEqualTo(Answer.PASS);
    assertThat(giveBack(ReasonCode.MODE, new Scene().tag("mode", "observe"))).isEqualTo(Answer.REFUSE);
  }

  @Test
  void actionRefusesWhatTheTagLeavesOut() {
    refuses(ReasonCode.ACTION, new Scene().tag("actions", "raise-min"));
    passes(ReasonCode.ACTION, new Scene().tag("actions", "raise-max"));
  }

  @Test
  void causeRefusesWhatARaiseDoesNotHelp() {
    refuses(ReasonCode.CAUSE, new Scene().with(s -> s.cause = "lock-pileup"));
    refuses(ReasonCode.CAUSE, new Scene().with(s -> s.cause = "ramp-limited"));
    refuses(ReasonCode.CAUSE, new Scene().with(s -> s.cause = "never heard of"));
    passes(ReasonCode.CAUSE, new Scene().with(s -> s.cause = "memory-pressure"));
    answers(Answer.PROPOSE, ReasonCode.CAUSE, new Scene().with(s -> s.cause = "reader-saturated"));
    answers(Answer.PROPOSE, ReasonCode.CAUSE, new Scene().with(s -> s.cause = "unknown"));
    passes(ReasonCode.CAUSE, new Scene().raiseMin().with(s -> s.cause = "ramp-limited"));
    refuses(ReasonCode.CAUSE, new Scene().raiseMin());
  }

  @Test
  void strengthAsksForAProposalAndRefusesWithoutProof() {
    answers(Answer.PROPOSE, ReasonCode.EVIDENCE_STRENGTH, new Scene().with(s -> s.strength = RangeQuestion.Strength.PROPOSE));
    refuses(ReasonCode.EVIDENCE_STRENGTH, new Scene().with(s -> s.strength = RangeQuestion.Strength.NONE));
    refuses(ReasonCode.EVIDENCE_STRENGTH, new Scene().with(s -> s.proof = List.of()));
  }

  @Test
  void evidenceMayBeFiveMinutesOldAndNoMore() {
    passes(ReasonCode.EVIDENCE_AGE, new Scene().with(s -> s.evidenceAt = s.now.minus(Duration.ofMinutes(5))));
    refuses(ReasonCode.EVIDENCE_AGE, new Scene().with(s -> s.evidenceAt = s.now.minus(Duration.ofMinutes(5)).minusMillis(1)));
  }

  @Test
  void signalMayBeHalfAnHourOldAndNoMore() {
    passes(ReasonCode.EVENT_AGE, new Scene().with(s -> s.signalAt = s.now.minus(Duration.ofMinutes(30))));
    refuses(ReasonCode.EVENT_AGE, new Scene().with(s -> s.signalAt = s.now.minus(Duration.ofMinutes(30)).minusMillis(1)));
  }

  @Test
  void stillPressedFromTheCeilingRatioOn() {
    passes(ReasonCode.STILL_PRESSED, new Scene().with(s -> s.pressed = Reading.known(7.6, s.now)));
    refuses(ReasonCode.STILL_PRESSED, new Scene().with(s -> s.pressed = Reading.known(7.59, s.now)));
    refuses(ReasonCode.STILL_PRESSED, new Scene().with(s -> s.pressed = Reading.unavailable("no datapoint")));
    passes(ReasonCode.STILL_PRESSED, new Scene().raiseMin().with(s -> s.pressed = Reading.unavailable("no datapoint")));
  }

  @Test
  void pausedIsAskedOnlyOfAClusterThatMayPause() {
    passes(ReasonCode.PAUSED, new Scene().with(s -> s.capacity = Reading.unavailable("no datapoint")));
    Scene mayPause = new Scene().range(new ScalingRange(0, 16, 600));
    passes(ReasonCode.PAUSED, mayPause.with(s -> s.capacity = Reading.known(0.5, s.now)));
    refuses(ReasonCode.PAUSED, mayPause.with(s -> s.capacity = Reading.known(0.0, s.now)));
    refuses(ReasonCode.PAUSED, mayPause.with(s -> s.capacity = Reading.unavailable("no datapoint")));
  }

  @Test
  void engineLimitAllowsUpToItselfAndRefusesWhenUnknown() {
    passes(ReasonCode.ENGINE_LIMIT, new Scene().limits(0.5, 12));
    refuses(ReasonCode.ENGINE_LIMIT, new Scene().limits(0.5, 11.5));
    refuses(ReasonCode.ENGINE_LIMIT, new Scene().limits(1, 128));
    refuses(ReasonCode.ENGINE_LIMIT, new Scene().with(s -> s.limits = Reading.unavailable("not looked up")));
  }

  @Test
  void policyCeilingAllowsUpToItself() {
    passes(ReasonCode.POLICY_CEILING, new Scene().tag("max-acu", "12"));
    refuses(ReasonCode.POLICY_CEILING, new Scene().tag("max-acu", "11.5"));
    passes(ReasonCode.POLICY_CEILING, new Scene().raiseMin().tag("min-acu", "1"));
    refuses(ReasonCode.POLICY_CEILING, new Scene().raiseMin().tag("min-acu", "0.5"));
  }

  @Test
  void stepAllowsTheFactorOrHalfAnAcu() {
    passes(ReasonCode.STEP, new Scene());
    refuses(ReasonCode.STEP, new Scene().to(ScalingRange.of(0.5, 12.5)));
    refuses(ReasonCode.STEP, new Scene().to(ScalingRange.of(0.5, 8)));
    passes(ReasonCode.STEP, new Scene().range(ScalingRange.of(0.5, 1)).to(ScalingRange.of(0.5, 1.5)));
    refuses(ReasonCode.STEP, new Scene().range(ScalingRange.of(0.5, 1)).to(ScalingRange.of(0.5, 2)));
  }

  @Test
  void coolDownEndsWithItsLastMinute() {
    refuses(ReasonCode.COOL_DOWN, new Scene().charged(Duration.ofMinutes(30).minusMillis(1), 1));
    passes(ReasonCode.COOL_DOWN, new Scene().charged(Duration.ofMinutes(30), 1));
    refuses(ReasonCode.COOL_DOWN, new Scene().givenBack(Duration.ofMinutes(29)));
  }

  @Test
  void rateAllowsFourRaisesInADay() {
    Scene three = new Scene();
    three.charged(Duration.ofHours(2), 1).charged(Duration.ofHours(3), 1).charged(Duration.ofHours(4), 1);

    passes(ReasonCode.RATE, three);
    refuses(ReasonCode.RATE, three.charged(Duration.ofHours(23), 1));
    passes(ReasonCode.RATE, new Scene().charged(Duration.ofHours(2), 1).charged(Duration.ofHours(3), 1).charged(Duration.ofHours(4), 1)
        .charged(Duration.ofHours(24), 1));
  }

  @Test
  void budgetAllowsItsLastHour() {
    passes(ReasonCode.BUDGET, new Scene().charged(Duration.ofHours(2), 64));
    refuses(ReasonCode.BUDGET, new Scene().charged(Duration.ofHours(2), 64.01));
    refuses(ReasonCode.BUDGET, new Scene().with(s -> s.charge = Reading.unavailable("members are not known")));
  }

  @Test
  void budgetSaysWhenThereIsRoomAgain() {
    Scene scene = new Scene().charged(Duration.ofHours(20), 10).charged(Duration.ofHours(5), 60);

    assertThat(verdict(scene, ReasonCode.BUDGET).ends()).as("the first hours leave the day, and are enough")
        .contains(scene.now.plus(Duration.ofHours(4)));
    assertThat(verdict(new Scene().charged(Duration.ofHours(20), 10).with(s -> s.charge = Reading.known(97.0, s.now)), ReasonCode.BUDGET)
        .ends()).as("a raise above the whole budget never has room").isEmpty();
  }

  @Test
  void freezeRefusesInsideItsWindow() {
    refuses(ReasonCode.FREEZE, new Scene().tag("freeze", "daily 10:00-11:00"));
    passes(ReasonCode.FREEZE, new Scene().tag("freeze", "daily 11:00-12:00"));
  }

  @Test
  void inFlightRefusesEveryOtherChange() {
    refuses(ReasonCode.IN_FLIGHT, new Scene().inFlight("another"));
    passes(ReasonCode.IN_FLIGHT, new Scene());
  }

  @Test
  void raiseWaitsForAnOrderForAnUnclaimedRangeAndForReadsThatMayLag() {
    refuses(ReasonCode.IN_FLIGHT, new Scene().ordered());
    refuses(ReasonCode.IN_FLIGHT, new Scene().unclaimed());
    refuses(ReasonCode.IN_FLIGHT, new Scene().sentUntil(Duration.ofMinutes(3).minusMillis(1)));
    passes(ReasonCode.IN_FLIGHT, new Scene().sentUntil(Duration.ofMinutes(3)));
    refuses(ReasonCode.IN_FLIGHT, new Scene().givenBack(Duration.ofMinutes(2)));
  }

  @Test
  void orderPassesWhatHoldsOtherChangesBack() {
    assertThat(undo(ReasonCode.IN_FLIGHT, new Scene().ordered())).isEqualTo(Answer.PASS);
    assertThat(undo(ReasonCode.IN_FLIGHT, new Scene().inFlight("another"))).isEqualTo(Answer.REFUSE);
  }

  @Test
  void orderPassesOnlyTheStopThatItWasGivenUnder() {
    Scene under = new Scene().ordered();
    assertThat(undo(ReasonCode.KILL_SWITCH, under.with(s -> s.killSwitch = Scene.stopped("stop-1", s.now)))).isEqualTo(Answer.PASS);
    assertThat(undo(ReasonCode.KILL_SWITCH, under.with(s -> s.killSwitch = Scene.stopped("stop-2", s.now)))).isEqualTo(Answer.REFUSE);
    assertThat(undo(ReasonCode.KILL_SWITCH, under.with(s -> s.killSwitch = Scene.stopped("", s.now)))).isEqualTo(Answer.REFUSE);
  }

  @Test
  void giveBackNeedsCapacityThatIsNotNeeded() {
    assertThat(giveBack(ReasonCode.NEED, new Scene())).isEqualTo(Answer.PASS);
    assertThat(giveBack(ReasonCode.NEED, new Scene().with(s -> s.quiet = Reading.known(false, s.now)))).isEqualTo(Answer.REFUSE);
    assertThat(giveBack(ReasonCode.NEED, new Scene().with(s -> s.quiet = Reading.unavailable("a minute is missing"))))
        .isEqualTo(Answer.REFUSE);
  }

  @Test
  void wholeRangeIsJudgedAndTheLeaseToo() {
    refuses(ReasonCode.POLICY_CEILING, new Scene().to(ScalingRange.of(12, 12)));
    refuses(ReasonCode.STEP, new Scene().to(ScalingRange.of(1, 12)));
    refuses(ReasonCode.POLICY_CEILING, new Scene().raiseMin().to(ScalingRange.of(1, 128)));
    refuses(ReasonCode.STEP, new Scene().raiseMin().to(ScalingRange.of(1, 7)));
    refuses(ReasonCode.POLICY_CEILING, new Scene().with(s -> s.lasts = Duration.ofHours(90)));
    passes(ReasonCode.POLICY_CEILING, new Scene());
  }

  @Test
  void preconditionRefusesAnotherRangeClusterOrChangeNumber() {
    refuses(ReasonCode.PRECONDITION, new Scene().with(s -> s.live = s.live.map(live -> Scene.ranged(live, ScalingRange.of(0.5, 10)))));
    refuses(ReasonCode.PRECONDITION, new Scene().with(s -> s.changeNo = 7));
    refuses(ReasonCode.PRECONDITION, new Scene().with(s -> s.resourceId = "cluster-OTHER"));
  }

  @Test
  void preconditionRefusesAnotherWriterWhereTheWriterCarriedTheProof() {
    refuses(ReasonCode.PRECONDITION, new Scene().failedOver());
    refuses(ReasonCode.PRECONDITION, new Scene().with(s -> s.cause = "memory-pressure").failedOver());
    passes(ReasonCode.PRECONDITION, new Scene().with(s -> s.cause = "ramp-limited").failedOver());
  }

  @Test
  void leaseRefusesAStepBeforeItIsVerifiedAndAfterItsEnd() {
    passes(ReasonCode.LEASE, new Scene().lease(Lease.Phase.HELD, Lease.Verdict.USED_UP));
    passes(ReasonCode.LEASE, new Scene().lease(Lease.Phase.RETURNING, Lease.Verdict.NO_HELP));
    refuses(ReasonCode.LEASE, new Scene().lease(Lease.Phase.VERIFYING, Lease.Verdict.PENDING));
    refuses(ReasonCode.LEASE, new Scene().lease(Lease.Phase.HELD, Lease.Verdict.UNVERIFIED));
    refuses(ReasonCode.LEASE, new Scene().lease(Lease.Phase.HELD, Lease.Verdict.USED_UP).overdue());
  }

  @Test
  void oscillationAsksWithinTwoHoursOfAGiveBack() {
    answers(Answer.PROPOSE, ReasonCode.OSCILLATION, new Scene().givenBack(Duration.ofHours(2).minusMillis(1)));
    passes(ReasonCode.OSCILLATION, new Scene().givenBack(Duration.ofHours(2)));
  }

  @Test
  void undoWarnsWhereAGiveBackRefuses() {
    Scene stopped = new Scene().ordered().with(s -> s.killSwitch = Scene.stopped("stop-1", s.now)).tag("freeze", "always");
    stopped.remedy(Remedy.UNDO);

    Judgement judgement = rails.judge(stopped.situation());

    assertThat(judgement.passes()).isTrue();
    assertThat(judgement.verdicts()).filteredOn(verdict -> verdict.answer() == Answer.WARN).extracting(GuardVerdict::guard)
        .containsExactly(ReasonCode.FREEZE);
  }

  @Test
  void everyVerdictSaysSomething() {
    assertThat(rails.judge(new Scene().situation()).verdicts()).allSatisfy(verdict -> assertThat(verdict.text().text()).isNotBlank());
  }

  private Set<ReasonCode> codes(Remedy remedy) {
    return rails.guarding(remedy).stream().map(GuardRail::code).collect(Collectors.toSet());
  }

  private Answer giveBack(ReasonCode code, Scene scene) {
    return rails.guarding(Remedy.GIVE_BACK).stream().filter(guard -> guard.code() == code).findFirst().orElseThrow()
        .judge(scene.situation()).answer();
  }

  private Answer undo(ReasonCode code, Scene scene) {
    return rails.guarding(Remedy.UNDO).stream().filter(guard -> guard.code() == code).findFirst().orElseThrow()
        .judge(scene.remedy(Remedy.UNDO).situation()).answer();
  }

  private void passes(ReasonCode code, Scene scene) {
    answers(Answer.PASS, code, scene);
  }

  private void refuses(ReasonCode code, Scene scene) {
    answers(Answer.REFUSE, code, scene);
  }

  private void answers(Answer answer, ReasonCode code, Scene scene) {
    assertThat(verdict(scene, code).answer()).as(() -> verdict(scene, code).text().text()).isEqualTo(answer);
  }

  private GuardVerdict verdict(Scene scene, ReasonCode code) {
    return rails.guarding(Remedy.RAISE_MAX).stream().filter(guard -> guard.code() == code).findFirst().orElseThrow()
        .judge(scene.situation());
  }
}
