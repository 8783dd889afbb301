package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.runbook.capacity.MemberMetrics.Ceiling;

/**
 * What must have been read before a change of the range may be more than a proposal: everything that could have named another cause
 * or forbidden the change. Without it, a part that fails to answer would turn a refusal into an act.
 */
final class ActingProof {
  private ActingProof() {}

  static boolean complete(CapacityPicture picture) {
    return contextKnown(picture) && databaseSeen(picture) && metricsKnown(picture) && noStorm(picture) && cacheIsNotCold(picture);
  }

  private static boolean contextKnown(CapacityPicture picture) {
    CapacityEvidence evidence = picture.evidence();
    return picture.cluster().limits().isKnown() && evidence.policy().isKnown() && evidence.lease().isKnown() && evidence.events().isKnown();
  }

  /** A login that does not see everybody sees no locks of theirs either: an empty list proves nothing then. */
  private static boolean databaseSeen(CapacityPicture picture) {
    CapacityEvidence evidence = picture.evidence();
    boolean everybody = evidence.seen(Snapshot::connections) instanceof Reading.Known<Connections> known && known.value().hidden() == 0;
    return picture.profile().isPresent()
        && everybody
        && evidence.seen(Snapshot::lockTrees).isKnown()
        && evidence.seen(Snapshot::maintenance).isKnown()
        && statementsKnown(picture);
  }

  /** The past of the statements matters only where one of them could have regressed. */
  private static boolean statementsKnown(CapacityPicture picture) {
    return !picture.carriedByOneOverMany() || picture.evidence().seen(Snapshot::statements).isKnown();
  }

  private static boolean metricsKnown(CapacityPicture picture) {
    return picture.metrics().recent(Metric.CPU, CapacityLimit.PRESENT_MINUTES.count()).isKnown()
        && picture.metrics().ceiling() instanceof Reading.Known<Ceiling> ceiling
        && ceiling.value().measured();
  }

  private static boolean noStorm(CapacityPicture picture) {
    Reading<Double> part = ConnectionStormRule.usablePart(picture);
    boolean few = part instanceof Reading.Known<Double> known && known.value() < DatabaseLimit.STORM_SHARE.value();
    return few || (ConnectionStormRule.surge(picture) instanceof Reading.Known<ConnectionStormRule.Surge> surge
        && !surge.value().storms());
  }

  /** Either pages do not come from storage, or nothing emptied the cache: one of both must be known. */
  private static boolean cacheIsNotCold(CapacityPicture picture) {
    boolean notReading =
        !picture.readsDominate()
            && picture.hitRatioDrop() instanceof Reading.Known<Double> drop
            && drop.value() < CapacityLimit.HIT_DROP.value();
    boolean notEmptied = picture.metrics().recent(Metric.UPTIME, 1).isKnown() && picture.evidence().events().isKnown()
        && picture.cacheLoss().isEmpty();
    return notReading || notEmptied;
  }
}
