package io.auroraresponder.lambda;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.lambda.Answer.Handled;
import io.auroraresponder.lambda.Answer.Result;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLogEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes up an incident that is due: finishes what a run left, makes one look of all signals that waited, or looks again while the alarm
 * stands. What signals said then is a hint; the alarm's state is read first, and nothing is planned unless it is in ALARM now.
 */
final class Resumption {
  private static final String SHAPE = "handed-back";

  private final IncidentLog log;
  private final Function<String, Optional<String>> alarmState;
  private final Responder responder;
  private final Casework casework;
  private final InstantSource clock;

  /** {@code alarmState}: the state of the alarm of that name now, empty where there is none. */
  Resumption(IncidentLog log, Function<String, Optional<String>> alarmState, Responder responder, Casework casework, InstantSource clock) {
    this.log = log;
    this.alarmState = alarmState;
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
      return entry.pending().isEmpty() ? again(entry, deadline) : new Handled(SHAPE, Result.IGNORED, "what waits belongs to other runbooks", Optional.empty());
    }
    // A diagnosis on its way goes first; of signals that nobody looked at yet, the newest speaks for all.
    Incident chosen =
        waiting.stream().filter(incident -> entry.next(incident.signal().id()) != IncidentLogEntry.Step.DIAGNOSE).findFirst().orElse(waiting.getLast());
    Report report = responder.goOn(chosen, briefing(chosen), entry, deadline);
    boolean looked = entry.next(chosen.signal().id()) == IncidentLogEntry.Step.DIAGNOSE;
    (looked ? waiting : List.of(chosen)).forEach(incident -> log.finish(incident.key(), incident.signal().id(), clock.instant()));
    casework.settle(chosen, report.verdict().cause(), report.decision().result());
    return new Handled(SHAPE, Result.REPORTED, report.verdict().cause() + ": " + report.decision().result(), Optional.of(report));
  }

  /** No signal waits: the last answer was no end. People hear of it again only when it has changed. */
  private Handled again(IncidentLogEntry entry, Deadline deadline) {
    Incident first = entry.incident().orElseThrow();
    Optional<String> state = state(first);
    if (state.filter("OK"::equals).isPresent()) {
      log.settle(entry.key(), clock.instant());
      return new Handled(SHAPE, Result.IGNORED, "the alarm is OK again; its own event closes the incident", Optional.empty());
    }
    Instant now = clock.instant();
    Signal signal = first.signal();
    Incident looking =
        entry.joined(
            new Incident(
                first.id(), first.key(), first.cluster(), first.account(), first.region(), runbook(entry, first), first.member(), first.role(),
                first.openedAt(), new Signal(signal.shape(), signal.id() + "#again@" + now.getEpochSecond(), signal.source(), signal.reason(), signal.at())));
    Responder.Briefing briefing = new Responder.Briefing(state.filter("ALARM"::equals).isPresent(), List.of(Phrase.of("looked again, the last answer was no end")));
    Optional<Report> news = responder.lookAgain(looking, briefing, entry.look().cause(), deadline);
    casework.settle(looking, news.map(report -> report.verdict().cause()).orElse(entry.look().cause()), news.map(report -> report.decision().result()).orElse(""));
    return news.map(report -> new Handled(SHAPE, Result.REPORTED, report.verdict().cause() + ": " + report.decision().result(), Optional.of(report)))
        .orElseGet(() -> new Handled(SHAPE, Result.IGNORED, "looked again: still " + entry.look().cause(), Optional.empty()));
  }

  private static String runbook(IncidentLogEntry entry, Incident first) {
    return entry.look().runbook().isEmpty() ? first.runbook() : entry.look().runbook();
  }

  private Responder.Briefing briefing(Incident incident) {
    return new Responder.Briefing(state(incident).filter("ALARM"::equals).isPresent(), List.of());
  }

  /** Unsure is not in ALARM. */
  private Optional<String> state(Incident incident) {
    try {
      return alarmState.apply(incident.signal().source());
    } catch (DependencyException silent) {
      return Optional.empty();
    }
  }
}
