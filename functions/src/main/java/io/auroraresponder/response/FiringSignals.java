package io.auroraresponder.response;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.IntakeResult.Consent;
import io.auroraresponder.intake.IntakeResult.Opened;
import io.auroraresponder.intake.Notice;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.response.Answer.Handled;
import io.auroraresponder.response.Answer.Result;
import io.auroraresponder.response.Deduplication.Course;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Signals that open an incident or join one: looked into, noted, or due later. */
final class FiringSignals {
  private final SignalHandler.Memories memories;
  private final Responder responder;
  private final IncidentClaim casework;
  private final InstantSource clock;
  private final SignalHandler.Times times;

  FiringSignals(SignalHandler.Memories memories, Responder responder, IncidentClaim casework, InstantSource clock,
      SignalHandler.Times times) {
    this.memories = memories;
    this.responder = responder;
    this.casework = casework;
    this.clock = clock;
    this.times = times;
  }

  /** {@code deadline}: empty where no time is left for a look in this invocation. */
  Handled open(Opened opened, Caller caller, Optional<Deadline> deadline) {
    Instant now = clock.instant();
    Incident incident = opened.incident();
    String shape = opened.signal().shape();
    if (!responder.serves(incident.runbook())) {
      record(opened, now);
      memories.incidents().finish(incident.key(), incident.signal().id(), now);
      return new Handled(shape, Result.IGNORED, "no runbook " + incident.runbook() + " in this deployment", Optional.empty());
    }
    Course course = memories.repetition().judge(opened, memories.of(opened, incident, opened.notice()), now);
    return switch (course) {
      case Course.Drop drop -> {
        // A run that died right after it had marked the event as done left it among the signals that wait.
        memories.incidents().finish(incident.key(), incident.signal().id(), now);
        yield new Handled(shape, Result.IGNORED, drop.text(), Optional.empty());
      }
      case Course.Note note -> {
        record(opened, now);
        memories.incidents().finish(incident.key(), incident.signal().id(), now);
        yield new Handled(shape, Result.IGNORED, note.text(), Optional.empty());
      }
      case Course.Later later -> {
        record(opened, now);
        memories.incidents().remind(incident.key(), now, later.due());
        // As one of the incident's signals it is not taken off the work list by whoever works on the incident now.
        var unused = join(opened, now);
        yield new Handled(shape, Result.DEFERRED, later.text(), Optional.empty());
      }
      case Course.Resume resume -> work(opened, caller, deadline, now);
      case Course.Look look -> work(opened, caller, deadline, now);
      case Course.Close close -> throw new IllegalStateException("an alarm that opens does not close");
    };
  }

  private IncidentLogEntry join(Opened opened, Instant now) {
    IncidentLog log = memories.incidents();
    return opened.notice() instanceof Notice.Alarm ? log.join(opened.incident(), now) : log.joinUncounted(opened.incident(), now);
  }

  private void record(Opened opened, Instant now) {
    memories.incidents().see(opened.signal().id(), opened.incident().key(), now);
    if (opened.notice() instanceof Notice.Alarm alarm) {
      memories.noteChange(opened.incident(), alarm, now);
    }
  }

  private Handled work(Opened opened, Caller caller, Optional<Deadline> deadline, Instant now) {
    IncidentLog log = memories.incidents();
    String shape = opened.signal().shape();
    record(opened, now);
    log.remind(opened.incident().key(), now, deadline.isEmpty() ? now : now.plus(times.lookAgain()));
    IncidentLogEntry entry = join(opened, now);
    Incident incident = entry.joined(opened.incident());
    if (opened.consent() == Consent.RECORD_ONLY) {
      log.finish(incident.key(), incident.signal().id(), now);
      return new Handled(shape, Result.IGNORED, "recorded, not looked into: it is silenced", Optional.empty());
    }
    if (deadline.isEmpty()) {
      return new Handled(shape, Result.DEFERRED, "no time is left for it in this run; it is due at once", Optional.empty());
    }
    String owner = caller.invocationId() + "#" + incident.signal().id();
    Responder.Briefing briefing = new Responder.Briefing(opened.consent() == Consent.FULL, opened.remarks());
    return casework
        .alone(incident.key(), owner, claimed -> reported(incident, shape, responder.goOn(incident, briefing, claimed, deadline.get())))
        .orElseGet(() -> new Handled(shape, Result.DEFERRED, "another run is working on this cluster", Optional.empty()));
  }

  private Handled reported(Incident incident, String shape, Report report) {
    memories.incidents().finish(incident.key(), incident.signal().id(), clock.instant());
    casework.settle(incident, report.verdict().cause(), report.decision().result());
    return Handled.reported(shape, report);
  }
}
