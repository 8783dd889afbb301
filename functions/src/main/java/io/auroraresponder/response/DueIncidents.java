package io.auroraresponder.response;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.ledger.RecordCodec;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.response.Answer.Handled;
import io.auroraresponder.response.Answer.Result;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Takes up an incident that is due: finishes what a run left, makes one look of all signals that waited, or looks again while the alarm
 * stands. What signals said then is a hint; the alarm's state is read first, and nothing is planned unless it is in ALARM now.
 */
final class DueIncidents {
  private static final String SHAPE = "handed-back";

  private final IncidentLog log;
  private final Resolution endings;
  private final Responder responder;
  private final IncidentClaim casework;
  private final InstantSource clock;

  DueIncidents(IncidentLog log, Resolution endings, Responder responder, IncidentClaim casework, InstantSource clock) {
    this.log = log;
    this.endings = endings;
    this.responder = responder;
    this.casework = casework;
    this.clock = clock;
  }

  Handled resume(String key, Caller caller, Deadline deadline) {
    Optional<IncidentLogEntry> found = log.recall(key);
    if (found.isEmpty() || found.get().incident().isEmpty() || (!found.get().isOpen() && found.get().pending().isEmpty())) {
      log.settle(key, clock.instant());
      return new Handled(SHAPE, Result.IGNORED, "nothing of " + key + " is open", Optional.empty());
    }
    Optional<Handled> handled = casework.alone(key, caller.invocationId() + "#" + SHAPE, entry -> work(entry, caller, deadline));
    return handled.orElseGet(() -> new Handled(SHAPE, Result.DEFERRED, "another run is working on this cluster", Optional.empty()));
  }

  private Handled work(IncidentLogEntry entry, Caller caller, Deadline deadline) {
    List<Incident> waiting =
        entry.pending().values().stream()
            .filter(incident -> caller.runbook().isEmpty() || incident.runbook().equals(caller.runbook()))
            .sorted(Comparator.comparing((Incident incident) -> incident.signal().at()))
            .toList();
    if (waiting.isEmpty()) {
      return entry.pending().isEmpty() ? again(entry, deadline)
          : new Handled(SHAPE, Result.IGNORED, "what waits belongs to other runbooks", Optional.empty());
    }
    // A diagnosis on its way goes first; of signals that nobody looked at yet, the newest speaks for all.
    Incident chosen =
        waiting.stream().filter(incident -> entry.next(incident.signal().id()) != IncidentLogEntry.Step.DIAGNOSE).findFirst()
        .orElse(waiting.getLast());
    Report report = responder.goOn(chosen, briefing(chosen), entry, deadline);
    boolean looked = entry.next(chosen.signal().id()) == IncidentLogEntry.Step.DIAGNOSE;
    (looked ? waiting : List.of(chosen)).forEach(incident -> log.finish(incident.key(), incident.signal().id(), clock.instant()));
    casework.settle(chosen, report.verdict().cause(), report.decision().result());
    return Handled.reported(SHAPE, report);
  }

  /** No signal waits: the incident is over, or stands and is explained, or its last answer was no end. */
  private Handled again(IncidentLogEntry entry, Deadline deadline) {
    Incident first = entry.incident().orElseThrow();
    Resolution.Alarms alarms = endings.alarms(entry, "");
    boolean explained = entry.look().isMade() && IncidentClaim.isConclusive(entry.look().cause(), result(entry));
    boolean over = alarms == Resolution.Alarms.QUIET || (alarms == Resolution.Alarms.NONE && explained);
    if (over || (alarms != Resolution.Alarms.STANDING && endings.isForgotten(entry))) {
      return casework.end(entry, SHAPE);
    }
    if (explained) {
      casework.settle(first, entry.look().cause(), result(entry));
      return new Handled(SHAPE, Result.IGNORED, "the alarm stands, and its cause is known: " + entry.look().cause(), Optional.empty());
    }
    return lookAgain(entry, first, alarms == Resolution.Alarms.STANDING, deadline);
  }

  private static String result(IncidentLogEntry entry) {
    String stored = entry.look().result();
    return stored.isEmpty() ? "deferred" : RecordCodec.read(stored, Decision.class).result().word();
  }

  /** People hear of it again only when the answer has changed. */
  private Handled lookAgain(IncidentLogEntry entry, Incident first, boolean mayPlan, Deadline deadline) {
    Instant now = clock.instant();
    Signal signal = first.signal();
    Incident looking =
        entry.joined(
            new Incident(
                first.id(), first.key(), first.cluster(), first.account(), first.region(), runbook(entry, first), first.member(),
                first.role(),
                first.openedAt(), new Signal(signal.shape(), signal.id() + "#again@" + now.getEpochSecond(), signal.source(),
                signal.reason(), signal.at())));
    Responder.Briefing briefing = new Responder.Briefing(mayPlan, List.of(Phrase.of("looked again, the last answer was no end")));
    Optional<Report> news = responder.lookAgain(looking, briefing, entry.look().cause(), deadline);
    casework.settle(looking, news.map(report -> report.verdict().cause()).orElse(entry.look().cause()),
        news.map(report -> report.decision().result()).orElse(""));
    return news.map(report -> Handled.reported(SHAPE, report))
        .orElseGet(() -> new Handled(SHAPE, Result.IGNORED, "looked again: still " + entry.look().cause(), Optional.empty()));
  }

  private static String runbook(IncidentLogEntry entry, Incident first) {
    return entry.look().runbook().isEmpty() ? first.runbook() : entry.look().runbook();
  }

  private Responder.Briefing briefing(Incident incident) {
    return new Responder.Briefing(endings.stands(incident), List.of());
  }
}
