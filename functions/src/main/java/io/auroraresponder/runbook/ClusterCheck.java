package io.auroraresponder.runbook;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Reading;

/** A check of a known cluster; without one it is inconclusive. */
public abstract class ClusterCheck<E extends Evidence> implements Check<E> {
  @Override
  public final CheckResult examine(E evidence) {
    return switch (evidence.cluster()) {
      case Reading.Known<ClusterState> known -> examine(evidence, known.value());
      case Reading.Unavailable<ClusterState> gap -> open("the cluster could not be read");
    };
  }

  protected abstract CheckResult examine(E evidence, ClusterState cluster);
}
