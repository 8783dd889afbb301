package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What did RDS tell in the last hour? Shown in its own words: events are hints, late or missing, and decide nothing. */
final class RecentEventsCheck extends HopCheck {
  private static final Set<String> TELLING = Set.of("failover", "availability", "failure", "maintenance", "recovery", "deletion");
  private static final int SHOWN = 3;

  RecentEventsCheck() {
    super(Hop.BESIDE);
  }

  @Override
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    return switch (evidence.events()) {
      case Reading.Unavailable<List<RdsEvent>> gap -> open(evidence.at(), gap.reason());
      case Reading.Known<List<RdsEvent>> known -> judge(evidence, known.value());
    };
  }

  private CheckResult judge(ConnectivityEvidence evidence, List<RdsEvent> events) {
    List<RdsEvent> telling =
        events.stream()
            .filter(event -> event.categories().stream().anyMatch(TELLING::contains))
            .sorted(Comparator.comparing(RdsEvent::at).reversed())
            .toList();
    Fact window = ConnectivityLimit.EVENT_WINDOW.at(evidence.at());
    if (telling.isEmpty()) {
      return result(Severity.OK, Phrase.of("no failover, restart, failure or maintenance in {}", window), Phrase.EMPTY,
          evidence.at());
    }
    List<Phrase> newest = telling.stream().limit(SHOWN).map(RecentEventsCheck::words).toList();
    return result(Severity.INFO, Phrase.join("; ", newest), Phrase.of("in {}", window), telling.getLast().at());
  }

  private static Phrase words(RdsEvent event) {
    return Phrase.of(event.sourceId() + ": {}", word("rds:DescribeEvents " + event.sourceId(), event.at(), event.message()));
  }
}
