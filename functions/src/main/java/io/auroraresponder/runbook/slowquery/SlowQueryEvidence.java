package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.runbook.Evidence;
import io.auroraresponder.runbook.MemberMinutes;
import io.auroraresponder.runbook.WaitProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the slow-queries runbook knows.
 *
 * @param member the member whose database was asked, empty where there is none
 * @param metrics of all members, by minute
 * @param look the probe of that member
 * @param paused whether that member is paused or just about to be
 */
public record SlowQueryEvidence(
    Instant at,
    Incident incident,
    Reading<ClusterState> cluster,
    String member,
    Reading<Metrics> metrics,
    Look look,
    boolean paused,
    List<Gap> gaps,
    int calls)
    implements Evidence {

  public SlowQueryEvidence {
    gaps = List.copyOf(gaps);
  }

  String name() {
    return incident.cluster().value();
  }

  Probed probed() {
    return new Probed(member, look, at);
  }

  /** A part of the probe's snapshot; unavailable, with the reason, where there was no look. */
  <T> Reading<T> seen(Function<Snapshot, Reading<T>> part) {
    return probed().part(part);
  }

  /** The wait samples added up; unavailable where there are too few to speak of now. */
  Reading<WaitProfile> waits(SlowQueryThresholds limits) {
    return seen(Snapshot::waits)
        .flatMap(
            samples ->
                samples.size() >= limits.minSamples()
                    ? Reading.known(WaitProfile.of(samples, maintenancePids()), probed().at())
                    : Reading.<WaitProfile>unavailable(
                        "only " + samples.size() + " of " + limits.minSamples() + " wait samples could be taken"));
  }

  /** Neutral where not read: then nobody is known to do maintenance. */
  Set<Integer> maintenancePids() {
    return seen(Snapshot::maintenance).orElse(List.of()).stream().map(MaintenanceWork::pid).collect(Collectors.toSet());
  }

  /** Neutral where not read: the check of the trees says that they are missing. */
  List<LockTree> trees() {
    return seen(Snapshot::lockTrees).orElse(List.of());
  }

  MemberMinutes minutes(SlowQueryThresholds limits) {
    return new MemberMinutes(member, metrics.orElse(new Metrics(Map.of(), at, at)), at, limits.settle(), limits.freshness());
  }
}
