package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.Queries;
import io.auroraresponder.database.StatementTrend;
import io.auroraresponder.database.WaitClass;
import io.auroraresponder.database.WaitProfile;
import io.auroraresponder.database.WaitProfile.StatementLoad;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.RangeQuestion.Strength;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.capacity.MemberMetrics.Ceiling;
import java.util.List;
import java.util.Optional;

/**
 * More of the ordinary work than the ceiling lets through: the one case in which CPU is what is missing. Where the same hour of yesterday
 * or last week was as busy it comes again: people have to hear that, and their sessions wait for CPU all the same.
 */
final class LoadGrowthRule implements CauseRule<CapacityPicture> {
  @Override
  public Cause cause() {
    return Cause.LOAD_GROWTH;
  }

  @Override
  public Optional<Explanation> suspect(CapacityPicture picture) {
    if (!picture.metrics().atCeiling() || !picture.saturated() || !picture.member().writer()) {
      return Optional.empty();
    }
    Optional<WaitProfile> profile = picture.profile();
    if (profile.isEmpty() || !generalGrowth(picture, profile.get())) {
      return Optional.empty();
    }
    if (!(picture.metrics().ceiling() instanceof Reading.Known<Ceiling> ceiling)) {
      return Optional.empty();
    }
    Reading<Double> commits = picture.commitGrowth();
    if (commits instanceof Reading.Known<Double> known && known.value() < CapacityLimit.COMMIT_KEEP.value()) {
      return Optional.empty();
    }
    if (!picture.cpuPresent() || calmByMetric(picture)) {
      return Optional.empty();
    }
    boolean proven = ceiling.value().present() && commits.isKnown() && !picture.lockBound() && ActingProof.complete(picture);
    return Optional.of(
        new Explanation(
            Cause.LOAD_GROWTH,
            Severity.CRITICAL,
            1,
            proven ? Strength.ACT : Strength.PROPOSE,
            Lever.RAISE_MAX,
            says(picture, ceiling, profile.get(), commits),
            Phrase.of("Queries queue for CPU; every statement takes longer."),
            advice(picture)));
  }

  private static List<Advice> advice(CapacityPicture picture) {
    Advice statements = Queries.running("See which statements make up the load", picture.probedAt());
    return SameHour.asBusyAsNow(picture).map(day -> List.of(
        Calls.look("It comes again; the scaling runbook says which range suits for good", "scaling", picture.name(),
            picture.evidence().at()), statements)).orElse(List.of(statements));
  }

  /** Sessions that want CPU for a second beside minutes of idle CPU are evidence from different times. */
  private static boolean calmByMetric(CapacityPicture picture) {
    return picture.metrics().recent(Metric.CPU, CapacityLimit.PRESENT_MINUTES.count()) instanceof Reading.Known<Double> cpu
        && cpu.value() < CapacityLimit.CPU_IDLE.value();
  }

  /** No single statement or session carries it, unless that statement is simply called more and a call costs what it did. */
  private static boolean generalGrowth(CapacityPicture picture, WaitProfile profile) {
    double limit = CapacityLimit.SINGLE_SHARE.value();
    if (!profile.sessions().isEmpty() && profile.sessions().getFirst().share() > limit) {
      return false;
    }
    if (profile.statements().isEmpty() || profile.statements().getFirst().share() <= limit) {
      return true;
    }
    StatementLoad top = profile.statements().getFirst();
    return StatementTrend.of(picture.database(), top).map(trend -> trend.calledMore() && trend.sameWork()).orElse(false);
  }

  private static Phrase says(CapacityPicture picture, Reading.Known<Ceiling> ceiling, WaitProfile profile, Reading<Double> commits) {
    Fact onCpu = picture.probed("sessions on CPU, average", profile.of(WaitClass.CPU), "");
    Fact vcpu = picture.look().vcpu(picture.vcpu());
    Phrase base =
        Phrase.of(picture.name() + " is out of capacity: {#} of {} ", CeilingCheck.capacity(picture, ceiling), picture.max())
            .and("", CeilingCheck.duration(picture, ceiling.value()))
            .and("", Phrase.of(", {} sessions want {}", onCpu, vcpu));
    if (!(commits instanceof Reading.Known<Double> known)) {
      return base.and("", Phrase.of(", commits not known."));
    }
    Fact growth =
        Fact.part("cloudwatch:GetMetricData CommitThroughput " + picture.member().id(), known.to(), known.value(),
        CapacityLimit.COMMIT_KEEP);
    return base.and("", Phrase.of(", commits at {} of the hour before", growth))
        .and(", ", SameHour.words(picture, Metric.COMMIT_THROUGHPUT)).sentence();
  }
}
