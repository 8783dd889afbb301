package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What went wrong with cluster, members and snapshots in the last two weeks, in the words of RDS. */
final class FailureEventsCheck extends BackupCheck {
  private static final Set<String> CATEGORIES = Set.of("failure", "low storage");
  private static final int SHOWN = 3;

  @Override
  protected CheckResult examine(BackupEvidence evidence, ClusterState cluster) {
    if (!(evidence.events() instanceof Reading.Known<List<RdsEvent>> events)) {
      return open(evidence, (Reading.Unavailable<?>) evidence.events());
    }
    if (!(evidence.snapshotEvents() instanceof Reading.Known<List<RdsEvent>> ofSnapshots)) {
      return open(evidence, (Reading.Unavailable<?>) evidence.snapshotEvents());
    }
    Fact window = BackupLimit.EVENT_WINDOW.at(evidence.at());
    Fact count = Fact.counted("rds:DescribeEvents", events.to(), events.value().size() + ofSnapshots.value().size(), "event", "events");
    List<RdsEvent> failures =
        Stream.concat(events.value().stream(), ofSnapshots.value().stream())
            .filter(FailureEventsCheck::tellsFailure)
            .sorted(Comparator.comparing(RdsEvent::at).reversed())
            .toList();
    Phrase limit = Phrase.EMPTY;
    if (failures.isEmpty()) {
      return result(Severity.OK, Phrase.of("{} of the cluster, its instances and snapshots in {}, none of them a failure", count, window),
          limit,
          events.from());
    }
    List<Phrase> newest = failures.stream().limit(SHOWN).map(FailureEventsCheck::words).toList();
    return result(Severity.INFO, Phrase.join("; ", newest), limit, failures.getLast().at());
  }

  /** Failed exports stand in "notification". */
  private static boolean tellsFailure(RdsEvent event) {
    return event.categories().stream().anyMatch(CATEGORIES::contains) || event.message().toLowerCase(Locale.ROOT).contains("fail");
  }

  private static Phrase words(RdsEvent event) {
    String message = event.message().isBlank() ? "(no message)" : event.message();
    String source = "rds:DescribeEvents " + event.sourceId();
    return Phrase.of("{}: {}", named(source, event.at(), event.sourceId()), Fact.word(source, event.at(), message));
  }
}
