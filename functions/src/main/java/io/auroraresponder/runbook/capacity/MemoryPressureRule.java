package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.WaitClass;
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
import io.auroraresponder.runbook.capacity.MemberMetrics.Ceiling;
import java.util.List;
import java.util.Optional;

/** The working set does not fit at the ceiling: pages come from storage again and again. */
final class MemoryPressureRule implements CauseRule<CapacityPicture> {
  @Override
  public Cause cause() {
    return Cause.MEMORY_PRESSURE;
  }

  @Override
  public Optional<Explanation> suspect(CapacityPicture picture) {
    Reading<Double> left = memoryLeft(picture);
    Reading<Double> drop = picture.hitRatioDrop();
    boolean holds =
        picture.metrics().atCeiling()
            && picture.member().writer()
            && left instanceof Reading.Known<Double> free
            && free.value() < CapacityLimit.MEMORY_LEFT.value()
            && drop instanceof Reading.Known<Double> fallen
            && fallen.value() >= CapacityLimit.HIT_DROP.value()
            && picture.readsDominate()
            && picture.workPresent()
            && picture.cacheLoss().isEmpty()
            && !oneBigReader(picture);
    if (!holds || !(picture.metrics().ceiling() instanceof Reading.Known<Ceiling> ceiling)) {
      return Optional.empty();
    }
    boolean proven = ceiling.value().present() && !picture.lockBound() && ActingProof.complete(picture);
    return Optional.of(
        new Explanation(
            Cause.MEMORY_PRESSURE,
            Severity.CRITICAL,
            1,
            proven ? Strength.ACT : Strength.PROPOSE,
            Lever.RAISE_MAX,
            says(picture, ceiling.value(), left.orElse(0.0), drop.orElse(0.0)),
            Phrase.of("Queries wait for storage reads of pages that used to be in memory."),
            List.of()));
  }

  /** The highest part of the memory at max that was left in any of the last minutes. */
  private static Reading<Double> memoryLeft(CapacityPicture picture) {
    return MemoryCheck.left(picture);
  }

  private static boolean oneBigReader(CapacityPicture picture) {
    return picture
        .profile()
        .filter(profile -> !profile.sessions().isEmpty() && profile.sessions().getFirst().share() > CapacityLimit.SINGLE_SHARE.value())
        .isPresent();
  }

  private static Phrase says(CapacityPicture picture, Ceiling ceiling, double left, double drop) {
    double reads = picture.profile().map(profile -> profile.share(WaitClass.READ)).orElse(0.0);
    return Phrase.of(
            picture.name() + " is out of memory at {}: {} free ",
            picture.max(),
            Fact.part("cloudwatch:GetMetricData FreeableMemory " + picture.member().id(), ceiling.since(), left, CapacityLimit.MEMORY_LEFT))
        .and("", CeilingCheck.duration(picture, ceiling))
        .and("", reading(picture, drop, reads));
  }

  private static Phrase reading(CapacityPicture picture, double drop, double reads) {
    return Phrase.of(
        ", hit ratio {} below the day, {} of active sessions wait for reads.",
        picture.metrics().judged(Metric.BUFFER_CACHE_HIT_RATIO, picture.evidence().at(), drop, CapacityLimit.HIT_DROP),
        picture.percent("waits for reads", reads, DatabaseLimit.READ_SHARE));
  }
}
