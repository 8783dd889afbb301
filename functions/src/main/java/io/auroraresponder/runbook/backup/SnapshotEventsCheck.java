package io.auroraresponder.runbook.backup;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.ClusterSnapshot;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Did a snapshot begin and never end? Events are hints: one that is there after all is no finding. */
final class SnapshotEventsCheck extends BackupCheck {
  @Override
  public Cause cause() {
    return Cause.SNAPSHOT_STUCK;
  }

  @Override
  protected CheckResult examine(BackupEvidence evidence, ClusterState cluster) {
    if (!(evidence.snapshotEvents() instanceof Reading.Known<List<RdsEvent>> known)) {
      return open(evidence, (Reading.Unavailable<?>) evidence.snapshotEvents());
    }
    if (!(evidence.snapshots() instanceof Reading.Known<List<ClusterSnapshot>> snapshots)) {
      return open("the snapshots themselves could not be read");
    }
    Fact window = BackupLimit.EVENT_WINDOW.at(evidence.at());
    Phrase limit = Phrase.of("every snapshot done within {}",
        BackupLimit.STUCK_AFTER.at(evidence.at()));
    List<RdsEvent> unfinished = unfinished(evidence, known.value(), snapshots.value());
    if (unfinished.isEmpty()) {
      Fact count = Fact.counted("rds:DescribeEvents db-cluster-snapshot", known.to(), known.value().size(), "snapshot event",
          "snapshot events");
      return result(Severity.OK, Phrase.of("{} in {}; every snapshot that started has finished or is listed", count, window), limit,
          known.from());
    }
    List<Phrase> words = unfinished.stream().map(event -> words(event, evidence.at())).toList();
    boolean passed = doneSince(unfinished.getLast().at(), snapshots.value());
    Phrase seen = Phrase.join("; ", words).and("", Phrase.of(passed ? "; one that came later is done" : ""));
    return result(passed ? Severity.INFO : Severity.WARNING, seen, limit, unfinished.getFirst().at());
  }

  /** Events get lost, and the snapshot of a past day is deleted in its time: a newer one that is there tells that snapshots work. */
  private static boolean doneSince(Instant begun, List<ClusterSnapshot> snapshots) {
    return snapshots.stream()
        .filter(snapshot -> snapshot.automated() && snapshot.available())
        .anyMatch(snapshot -> snapshot.created() instanceof Reading.Known<Instant> created && created.value().isAfter(begun));
  }

  private List<RdsEvent> unfinished(BackupEvidence evidence, List<RdsEvent> events, List<ClusterSnapshot> snapshots) {
    Set<String> ended = new HashSet<>(snapshots.stream().map(ClusterSnapshot::id).toList());
    events.stream().filter(event -> !begins(event)).map(RdsEvent::sourceId).forEach(ended::add);
    Instant early = evidence.at().minus(BackupLimit.STUCK_AFTER.duration());
    List<RdsEvent> unfinished = new ArrayList<>();
    for (RdsEvent event : events) {
      if (begins(event) && event.at().isBefore(early) && ended.add(event.sourceId())) {
        unfinished.add(event);
      }
    }
    return unfinished;
  }

  /** "Creating …" begins one; every other word about the same snapshot says that it came to be. */
  private static boolean begins(RdsEvent event) {
    return event.message().toLowerCase(Locale.ROOT).startsWith("creating");
  }

  private static Phrase words(RdsEvent event, Instant now) {
    String source = "rds:DescribeEvents " + event.sourceId();
    return Phrase.of("{} started {} ago and has not been reported as finished", named(source, event.at(), event.sourceId()),
        Ages.fact(source, event.at(), Ages.since(event.at(), now)));
  }
}
