package io.auroraresponder.response;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.ledger.IncidentLogEntry.Claim;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.response.Answer.Handled;
import io.auroraresponder.response.Answer.Result;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Incidents that are due: finishes what a run left, makes one look of all signals that waited, or looks again while the alarm stands.
 * What signals said then is a hint; the alarm's state is read first, and nothing is planned unless it is in ALARM now.
 */
final class DueIncidents {
  private static final String SHAPE = "handed-back";

  private final IncidentLog log;
  private final Resolution resolution;
  private final Responder responder;
  private final EndNews ends;
  private final InstantSource clock;
  private final ResponseTimes times;
  private final Deduplication.Limits limits;

  DueIncidents(IncidentLog log, Resolution resolution, Responder responder, EndNews ends, InstantSource clock, ResponseTimes times,
      Deduplication.Limits limits) {
    this.limits = limits;
    this.log = log;
    this.resolution = resolution;
    this.responder = responder;
    this.ends = ends;
    this.clock = clock;
    this.times = times;
  }

  Handled resume(String key, Caller caller, Deadline deadline) {
    Instant now = clock.instant();
    Optional<IncidentLogEntry> found =
        log.recall(key).filter(entry -> entry.incident().isPresent() && (entry.isOpen() || !entry.pending().isEmpty()));
    if (found.isEmpty()) {
      log.settle(key, now);
      return new Handled(SHAPE, Result.IGNORED, "nothing of " + key + " is open", Optional.empty());
    }
    Claim claim = new Claim(caller.invocationId() + "#" + SHAPE, now.plus(times.claim()));
    return log.claim(found.get(), claim, now)
        .map(entry -> new IncidentClaim(log, claim, entry, resolution, clock, times.resend()))
        .map(claimed -> claimed.during(() -> work(claimed, caller, deadline)))
        .orElseGet(() -> new Handled(SHAPE, Result.DEFERRED, "another run is working on this cluster", Optional.empty()));
  }

  private Handled work(IncidentClaim claim, Caller caller, Deadline deadline) {
    IncidentLogEntry entry = claim.entry();
    List<Incident> waiting =
        entry.pending().values().stream()
            .filter(incident -> caller.runbook().isEmpty() || incident.runbook().equals(caller.runbook()))
            .sorted(Comparator.comparing((Incident incident) -> incident.signal().at()))
            .toList();
    if (waiting.isEmpty()) {
      return entry.pending().isEmpty() ? again(claim, deadline)
          : new Handled(SHAPE, Result.IGNORED, "what waits belongs to other runbooks", Optional.empty());
    }
    // A diagnosis on its way goes first; of signals that nobody looked at yet, the newest speaks for all of its runbook.
    Optional<Incident> begun = waiting.stream().filter(incident -> !isUntouched(entry, incident)).findFirst();
    Optional<Instant> held = begun.isPresent() ? Optional.empty() : held(entry, waiting);
    if (held.isPresent()) {
      claim.postpone(held.get());
      return new Handled(SHAPE, Result.DEFERRED, "people heard of this cluster a moment ago; what came in since then waits",
          Optional.empty());
    }
    Incident chosen = begun.orElse(waiting.getLast());
    Set<String> answered =
        (begun.isPresent() ? List.of(chosen) : waiting).stream().filter(incident -> incident.runbook().equals(chosen.runbook()))
            .map(incident -> incident.signal().id()).collect(Collectors.toSet());
    boolean standing = resolution.stands(chosen);
    if (begun.isEmpty() && isBeside(entry, chosen)) {
      return beside(claim, chosen, answered, standing, deadline);
    }
    Report report = responder.goOn(chosen, new Responder.Briefing(standing, List.of()), claim, deadline);
    claim.done(answered, left -> resolution.after(left, report.verdict().cause(), report.decision().result(), standing));
    return Handled.reported(SHAPE, report);
  }

  /** People have heard of the cluster since: by an answer to another alarm, or by one that was made while RDS reported this. */
  private static boolean isBeside(IncidentLogEntry entry, Incident chosen) {
    Signal signal = chosen.signal();
    return entry.told().filter(last -> Intake.isAlarm(signal) || (Intake.isOfRds(signal) && !last.at().isBefore(signal.at()))).isPresent();
  }

  /** Until when all of them wait: each came in while people were being told of the cluster. */
  private Optional<Instant> held(IncidentLogEntry entry, List<Incident> waiting) {
    Instant now = clock.instant();
    Optional<Instant> told = SignalHistory.told(entry);
    boolean all = waiting.stream().allMatch(incident -> Intake.isAlarm(incident.signal())
        && limits.holds(told, incident.signal().at(), now).isPresent());
    return told.map(at -> at.plus(limits.together())).filter(until -> all);
  }

  /** People have an answer of another look: they hear of this one where it adds something, and else that one leads on. */
  private Handled beside(IncidentClaim claim, Incident chosen, Set<String> answered, boolean standing, Deadline deadline) {
    String heard = claim.entry().told().map(IncidentLogEntry.Told::answer).orElse("");
    boolean own = claim.entry().look().runbook().equals(chosen.runbook());
    Optional<Report> news = responder.lookAgain(chosen, new Responder.Briefing(standing, List.of()),
        report -> !(own ? Responder.differs(report, heard) : Responder.adds(report, heard)), claim, deadline);
    IncidentLogEntry.Look look = claim.entry().look();
    boolean stands = standing || resolution.alarms(claim.entry(), "") == Resolution.Alarms.STANDING;
    claim.done(answered, left -> resolution.after(left, look.cause(), result(claim.entry()), stands));
    return news.map(report -> Handled.reported(SHAPE, report))
        .orElseGet(() -> new Handled(SHAPE, Result.IGNORED, "looked into: it adds nothing to what people know", Optional.empty()));
  }

  private static boolean isUntouched(IncidentLogEntry entry, Incident incident) {
    return entry.next(incident.signal().id()) == IncidentLogEntry.Step.DIAGNOSE;
  }

  /** No signal waits: the incident is over, or its alarm stands, or its last answer was no end. */
  private Handled again(IncidentClaim claim, Deadline deadline) {
    IncidentLogEntry entry = claim.entry();
    Resolution.Alarms alarms = resolution.alarms(entry, "");
    boolean standing = alarms == Resolution.Alarms.STANDING;
    boolean explained = entry.look().isMade() && Resolution.isConclusive(entry.look().cause(), result(entry));
    boolean over = alarms == Resolution.Alarms.QUIET || (alarms == Resolution.Alarms.NONE && explained);
    if (over || (!standing && resolution.isForgotten(entry))) {
      IncidentLogEntry after = claim.done(Set.of(), resolution::over);
      ends.tell(entry, after);
      return Handled.over(SHAPE, after.state());
    }
    if (explained && !standing) {
      claim.done(Set.of(), left -> resolution.after(left, entry.look().cause(), result(entry), false));
      return new Handled(SHAPE, Result.IGNORED, "no alarm is known to stand, and the cause is known: " + entry.look().cause(),
          Optional.empty());
    }
    return lookAgain(claim, standing, deadline);
  }

  private static String result(IncidentLogEntry entry) {
    String stored = entry.look().result();
    return stored.isEmpty() ? "deferred" : RecordJson.read(stored, Decision.class).result().word();
  }

  /** People hear of it again when cause, severity or result has changed, and once every resend interval while the alarm stands. */
  private Handled lookAgain(IncidentClaim claim, boolean standing, Deadline deadline) {
    IncidentLogEntry entry = claim.entry();
    Optional<String> heard = standing ? claim.heard() : entry.told().map(IncidentLogEntry.Told::answer);
    Predicate<Report> known = report -> heard.equals(Optional.of(Responder.answer(report)));
    Phrase why = Phrase.of(standing ? "looked again, because the alarm stands"
        : "looked again, because the last answer was not conclusive");
    Responder.Briefing briefing = new Responder.Briefing(standing, List.of(why));
    Optional<Report> news = responder.lookAgain(looking(entry, standing), briefing, known, claim, deadline);
    String cause = news.map(report -> report.verdict().cause()).orElse(claim.entry().look().cause());
    String result = news.map(report -> report.decision().result()).orElseGet(() -> result(claim.entry()));
    claim.done(Set.of(), left -> resolution.after(left, cause, result, standing));
    return news.map(report -> Handled.reported(SHAPE, report))
        .orElseGet(() -> new Handled(SHAPE, Result.IGNORED, "looked again: still " + cause, Optional.empty()));
  }

  /**
   * A look of its own at what the first signal spoke of, by the runbook that looked last. An alarm that stands, as was just read, is no old
   * news, however long ago it began.
   */
  private Incident looking(IncidentLogEntry entry, boolean standing) {
    Incident first = entry.incident().orElseThrow();
    Signal signal = first.signal();
    Instant now = clock.instant();
    String runbook = entry.look().runbook().isEmpty() ? first.runbook() : entry.look().runbook();
    Signal again =
        new Signal(
            signal.shape(), signal.id() + "#again@" + now.getEpochSecond(), signal.source(), signal.reason(), standing ? now : signal.at(),
            signal.metric());
    return entry.joined(
        new Incident(
            first.id(), first.key(), first.cluster(), first.account(), first.region(), runbook, first.member(), first.role(),
            first.openedAt(), again));
  }
}
