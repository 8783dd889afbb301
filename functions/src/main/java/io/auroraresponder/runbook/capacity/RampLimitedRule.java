package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.RangeQuestion.Strength;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.MemberLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Capacity is on its way up and still below max, but too slowly: it starts from a min that is too low. */
final class RampLimitedRule implements CauseRule<CapacityPicture> {
  @Override
  public Cause cause() {
    return Cause.RAMP_LIMITED;
  }

  @Override
  public Optional<Explanation> suspect(CapacityPicture picture) {
    return Ramp.of(picture).filter(ramp -> speaksOfNow(picture, ramp)).map(ramp -> climbing(picture, ramp)).or(() -> lagging(picture));
  }

  /** A reader that follows the writer climbs with it; a climb that ended long ago or at the ceiling, or whose load is gone, is history. */
  private static boolean speaksOfNow(CapacityPicture picture, Ramp ramp) {
    Duration calm = Duration.between(ramp.until(), picture.metrics().end(Metric.CAPACITY).orElse(ramp.until()));
    boolean recent = calm.toMinutes() < CapacityLimit.HEALED_MINUTES.count();
    return recent && !picture.member().followsWriter() && !picture.metrics().arrivedAtCeiling() && !(ramp.lasts() && picture.atRest());
  }

  private static Explanation climbing(CapacityPicture picture, Ramp ramp) {
    boolean lasts =
        ramp.lasts() && picture.cpuPresent() && picture.member().writer() && !picture.lockBound() && ActingProof.complete(picture);
    Fact from = picture.metrics().fact(Metric.CAPACITY, ramp.since(), ramp.from());
    Fact to = picture.metrics().fact(Metric.CAPACITY, ramp.until(), ramp.to());
    Fact minutes = Fact.count("cloudwatch:GetMetricData ServerlessDatabaseCapacity " + picture.member().id(), ramp.since(), ramp.minutes(),
        "min");
    Fact cpu =
        Fact.part("cloudwatch:GetMetricData CPUUtilization / ACUUtilization " + picture.member().id(), ramp.until(), ramp.cpu(),
        MemberLimit.CLIMB_CPU);
    Phrase says =
        Phrase.of(
            picture.name() + " scales up too slowly: {#} to {} in {}, with CPU at {} of the capacity in force and max {} not reached.",
            from, to, minutes, cpu, picture.max());
    return new Explanation(
        Cause.RAMP_LIMITED, Severity.WARNING, 1, lasts ? Strength.ACT : Strength.PROPOSE, Lever.RAISE_MIN, says,
        Phrase.of("Queries are slow until capacity catches up."), List.of());
  }

  private static Optional<Explanation> lagging(CapacityPicture picture) {
    boolean alone = !picture.member().writer() && !picture.member().followsWriter();
    Reading<Double> lag = picture.metrics().recent(Metric.REPLICA_LAG, MemberLimit.CLIMB_MINUTES.count());
    if (!alone || !(lag instanceof Reading.Known<Double> known) || known.value() <= DatabaseLimit.REPLICA_LAG.value()) {
      return Optional.empty();
    }
    if (picture.metrics().atCeiling()) {
      return Optional.empty();
    }
    Phrase says =
        Phrase.of(
            picture.name() + ": reader " + picture.member().id() + " lags {}; min is too low for a reader that scales by itself.",
            picture.metrics().judged(Metric.REPLICA_LAG, known.to(), known.value(), DatabaseLimit.REPLICA_LAG));
    return Optional.of(
        new Explanation(
            Cause.RAMP_LIMITED, Severity.WARNING, 1, Strength.PROPOSE, Lever.RAISE_MIN, says,
            Phrase.of("Queries on that reader see old data."), List.of()));
  }
}
