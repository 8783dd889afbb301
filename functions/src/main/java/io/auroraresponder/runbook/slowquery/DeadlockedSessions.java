package io.auroraresponder.runbook.slowquery;

import static java.util.stream.Collectors.groupingBy;

import io.auroraresponder.database.Probed;
import io.auroraresponder.database.StatementWords;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sessions that wait for each other's rows while deadlocks go on, by application and statement. */
final class DeadlockedSessions {
  private static final int SHOWN = 3;

  private DeadlockedSessions() {}

  /** Who shares a line. */
  private record Kind(String application, String user, String statement) {}

  /** The most frequent kinds, each with its number; empty where nobody waits now. */
  static Phrase of(SlowQueryEvidence evidence) {
    Probed probed = evidence.probed();
    Map<Kind, List<Backend>> kinds =
        evidence.seen(Snapshot::running).orElse(List.of()).stream()
            .filter(one -> one.waitEventType().equals("Lock") && !one.waitEvent().equals("advisory"))
            .collect(groupingBy(one -> new Kind(one.application(), one.user(), one.statement()), LinkedHashMap::new,
                java.util.stream.Collectors.toList()));
    List<Phrase> lines =
        kinds.entrySet().stream()
            .sorted(Comparator.comparingInt((Map.Entry<Kind, List<Backend>> one) -> -one.getValue().size()))
            .limit(SHOWN)
            .map(one -> line(probed, one.getKey(), one.getValue().size()))
            .toList();
    return Phrase.join("; ", lines);
  }

  private static Phrase line(Probed probed, Kind kind, int sessions) {
    String name = kind.application().isBlank() ? kind.user() : kind.application();
    return Phrase.of(
        "{} of {} with {}", probed.count("sessions that wait for a lock", sessions, sessions == 1 ? "session" : "sessions"),
        probed.name("application", name), StatementWords.of(probed, kind.statement()));
  }
}
