package io.auroraresponder.response;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.IntakeResult.Consent;
import io.auroraresponder.intake.IntakeResult.Opened;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLog.Admission;
import io.auroraresponder.ledger.IncidentLog.Taken;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.ledger.IncidentLogEntry.Claim;
import io.auroraresponder.ledger.Table.TableUnavailableException;
import io.auroraresponder.response.Answer.Handled;
import io.auroraresponder.response.Answer.Result;
import io.auroraresponder.response.Disposition.Why;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signals that open an incident or join one: taken in, and looked into at once, noted, or due later. */
final class FiringSignals {
  private static final Logger LOG = LoggerFactory.getLogger(FiringSignals.class);

  private static final Phrase FLAPPING =
      Phrase.of("the alarm is flapping: it fires and resolves again and again, and the next look waits until it is quiet");

  private final IncidentLog log;
  private final Deduplication deduplication;
  private final Responder responder;
  private final Resolution resolution;
  private final InstantSource clock;
  private final ResponseTimes times;
  private final LooksWithoutLedger unrecorded;

  FiringSignals(
      IncidentLog log, Deduplication deduplication, Responder responder, Resolution resolution, InstantSource clock, ResponseTimes times) {
    this.log = log;
    this.deduplication = deduplication;
    this.responder = responder;
    this.resolution = resolution;
    this.clock = clock;
    this.times = times;
    this.unrecorded = new LooksWithoutLedger(responder, clock);
  }

  /** {@code deadline}: empty where no time is left for a look in this invocation. */
  Handled handle(Opened opened, Caller caller, Optional<Deadline> deadline) {
    Instant now = clock.instant();
    Claim claim = new Claim(caller.invocationId() + "#" + opened.signal().id(), now.plus(times.claim()));
    Taken<Disposition> taken;
    try {
      taken = take(opened, claim, deadline.isPresent(), now);
    } catch (TableUnavailableException silent) {
      return withoutLedger(opened, deadline, silent);
    }
    String shape = opened.signal().shape();
    return switch (taken.judgement()) {
      case Disposition.Drop drop -> new Handled(shape, Result.IGNORED, drop.text(), Optional.empty());
      case Disposition.Note note -> new Handled(shape, Result.IGNORED, note.text(), Optional.empty());
      case Disposition.Join join -> new Handled(shape, Result.IGNORED, join.text(), Optional.empty());
      case Disposition.Later later -> new Handled(shape, Result.DEFERRED, later.text(), Optional.empty());
      case Disposition.Resume resume -> look(opened, new IncidentClaim(log, claim, taken.entry(), resolution, clock, times.resend()), false,
          deadline.orElseThrow());
      case Disposition.Look look ->
          look(opened, new IncidentClaim(log, claim, taken.entry(), resolution, clock, times.resend()), look.flapping(),
              deadline.orElseThrow());
      case Disposition.Close close -> throw new IllegalStateException("an alarm that fires does not close");
    };
  }

  private Taken<Disposition> take(Opened opened, Claim claim, boolean hasTime, Instant now) {
    return log.take(
        Arrivals.of(opened.incident(), opened.notice(), now),
        (seen, entry) ->
            disposition(opened, SignalHistory.of(seen, entry, opened.notice(), opened.incident()), hasTime, now),
        disposition -> admission(disposition, claim, now),
        now);
  }

  private Disposition disposition(Opened opened, SignalHistory history, boolean hasTime, Instant now) {
    String runbook = opened.incident().runbook();
    if (!responder.serves(runbook)) {
      return new Disposition.Note(Why.NO_RUNBOOK, "no runbook " + runbook + " in this deployment");
    }
    Disposition judged = deduplication.judge(opened, history, now);
    if (!(judged instanceof Disposition.Look) && !(judged instanceof Disposition.Resume)) {
      return judged;
    }
    if (opened.consent() == Consent.RECORD_ONLY) {
      return new Disposition.Join(Why.SILENCED, "recorded, not looked into: it is silenced");
    }
    return hasTime ? judged : new Disposition.Later(Why.NO_TIME, now, "no time is left for it in this run; it is due at once");
  }

  private Admission admission(Disposition disposition, Claim claim, Instant now) {
    return switch (disposition) {
      case Disposition.Drop drop -> Admission.FINISHED;
      case Disposition.Note note -> Admission.FINISHED;
      case Disposition.Join join when join.why() == Why.COVERED -> Admission.covered();
      case Disposition.Join join -> Admission.recorded(now.plus(times.lookAgain()));
      case Disposition.Later later -> Admission.waiting(later.due());
      case Disposition.Resume resume -> Admission.claimed(claim, now.plus(times.lookAgain()));
      case Disposition.Look look -> Admission.claimed(claim, now.plus(times.lookAgain()));
      case Disposition.Close close -> Admission.NOTED;
    };
  }

  private Handled look(Opened opened, IncidentClaim claim, boolean flapping, Deadline deadline) {
    Incident incident = claim.entry().joined(opened.incident());
    List<Phrase> remarks = new ArrayList<>(opened.remarks());
    if (flapping) {
      remarks.add(FLAPPING);
    }
    Responder.Briefing briefing = new Responder.Briefing(opened.consent() == Consent.FULL, remarks);
    try {
      return claim.during(() -> {
        Report report = responder.goOn(incident, briefing, claim, deadline);
        claim.done(Set.of(incident.signal().id()), left ->
            resolution.after(left, report.verdict().cause(), report.decision().result(), true));
        return Handled.reported(opened.signal().shape(), report);
      });
    } catch (TableUnavailableException silent) {
      // Before anything followed from a diagnosis; afterwards the next run finishes what this one began.
      if (claim.entry().next(incident.signal().id()) != IncidentLogEntry.Step.DIAGNOSE) {
        throw silent;
      }
      return withoutLedger(opened, Optional.of(deadline), silent);
    }
  }

  private Handled withoutLedger(Opened opened, Optional<Deadline> deadline, TableUnavailableException silent) {
    LOG.atWarn().setMessage("looked into without the ledger").addKeyValue("incident", opened.incident().key()).setCause(silent).log();
    return unrecorded.look(opened, deadline);
  }
}
