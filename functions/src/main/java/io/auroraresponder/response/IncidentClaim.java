package io.auroraresponder.response;

import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Report.NextLook;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLog.Done;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.ledger.IncidentLogEntry.Claim;
import io.auroraresponder.ledger.IncidentLogEntry.Look;
import io.auroraresponder.ledger.IncidentLogEntry.Told;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.ledger.Table.TableUnavailableException;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.NoWish;
import io.auroraresponder.remediation.Wish;
import io.auroraresponder.response.Answer.Handled;
import io.auroraresponder.runbook.Examination;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs work under an exclusive claim on the incident: keeps each step before the next one, then ends the claim and schedules the next
 * look.
 *
 * <p>Holds the incident's entry as it was written last, so that a step is one write. Not for several threads.
 */
final class IncidentClaim implements Journal {
  private final IncidentLog log;
  private final Claim claim;
  private final Resolution resolution;
  private final InstantSource clock;
  private final Duration resend;
  private IncidentLogEntry entry;
  private Optional<Told> told = Optional.empty();

  /** By this run. */
  private Optional<Examination> seen = Optional.empty();

  private boolean ended;

  /**
   * Nothing is written yet.
   *
   * @param entry the incident as it was taken
   * @param resend after how long an answer that has not changed is said again while its alarm stands
   */
  IncidentClaim(IncidentLog log, Claim claim, IncidentLogEntry entry, Resolution resolution, InstantSource clock, Duration resend) {
    this.log = log;
    this.claim = claim;
    this.entry = entry;
    this.resolution = resolution;
    this.clock = clock;
    this.resend = resend;
  }

  IncidentLogEntry entry() {
    return entry;
  }

  /** Works, and gives the incident free whatever becomes of it: the next try need not wait until a dead owner's claim is over. */
  Handled during(Supplier<Handled> work) {
    try {
      Handled handled = work.get();
      if (!ended) {
        log.abandon(entry, claim.owner(), told, clock.instant());
      }
      return handled;
    } catch (RuntimeException failure) {
      abandon(failure);
      throw failure;
    }
  }

  private void abandon(RuntimeException failure) {
    try {
      log.abandon(entry, claim.owner(), told, clock.instant());
    } catch (TableUnavailableException unreleased) {
      failure.addSuppressed(unreleased);
    }
  }

  /** A wish of either kind, as it is stored. */
  private record StoredWish(Wish wish) {}

  /** Reads what was stored at {@link #examined}. */
  static Wish wish(String stored) {
    return RecordJson.read(stored, StoredWish.class).wish();
  }

  /** A wish for nothing is answered without asking anybody, so its answer is kept with it. */
  @Override
  public void examined(Incident incident, Examination examination, Wish wish) {
    seen = Optional.of(examination);
    String result = wish instanceof NoWish nothing ? RecordJson.write(Decision.ofNothing(nothing.plan())) : "";
    String cause = examination.verdict().cause();
    Look look = Look.of(incident, RecordJson.write(examination), RecordJson.write(new StoredWish(wish)), result, cause, clock.instant());
    Look kept = wish instanceof NoWish nothing
        ? look.lookingAgain(nextLook(entry.with(look), cause, Decision.ofNothing(nothing.plan()).result().word())) : look;
    entry = log.examined(entry, kept, clock.instant());
  }

  @Override
  public void decided(Incident incident, Decision decision) {
    String result = RecordJson.write(decision);
    Look look = entry.look().withResult(result);
    Optional<NextLook> next = nextLook(entry.with(look), look.cause(), decision.result().word());
    entry = log.decided(entry, incident.signal().id(), result, next, clock.instant());
  }

  /** As it was foreseen with the decision, unless that is over by now. */
  @Override
  public Optional<NextLook> nextLook(String cause, String result) {
    return entry.look().next().filter(next -> next.at().isAfter(clock.instant())).or(() -> nextLook(entry, cause, result));
  }

  /** People who hear of an incident of an alarm hear of it again, however little changes. */
  private Optional<NextLook> nextLook(IncidentLogEntry then, String cause, String result) {
    boolean ofAlarm = resolution.isOfAlarm(then);
    if (!ofAlarm && Resolution.isConclusive(cause, result)) {
      return Optional.empty();
    }
    Instant again = clock.instant().plus(resend);
    return resolution.next(then, cause, result).due().map(due -> new NextLook(due, ofAlarm ? Optional.of(again) : Optional.empty()));
  }

  /** Written when the incident is left, which follows at once: a run that dies before tells people again under the same key. */
  @Override
  public void told(Report report) {
    told = Optional.of(new Told(report.incident().signal().id(), Responder.answer(report), clock.instant()));
  }

  /** The answer that people have; empty where they have none, or heard it so long ago that it is said again. */
  Optional<String> heard() {
    Instant now = clock.instant();
    return entry.told().filter(last -> now.isBefore(last.at().plus(resend))).map(Told::answer);
  }

  /** What came in while this run looked, of the trouble that it found: one look and one message. */
  private boolean speaksFor(Incident waiting) {
    boolean untouched = !waiting.signal().id().equals(entry.look().event());
    return untouched && (Intake.isAlarm(waiting.signal()) ? entry.look().speaksFor(waiting) : covers(waiting));
  }

  /**
   * An event of RDS about connections that had happened when this run began to read, of the instance that it looked at or of the cluster:
   * the runbook for connections reads RDS's events and what became of them. Where it found no reason, the event may be the reason.
   */
  private boolean covers(Incident waiting) {
    boolean ofConnections = waiting.runbook().equals(RoutingTable.CONNECTIVITY) && entry.look().runbook().equals(waiting.runbook());
    return Intake.isOfRds(waiting.signal()) && ofConnections && entry.look().isMade() && Look.explains(entry.look().cause())
        && seen.filter(all -> !all.timing().startedAt().isBefore(waiting.signal().at()))
            .filter(all -> waiting.member().isEmpty() || waiting.member().equals(all.place().member()))
            .isPresent();
  }

  /** Leaves its signals for later, together. */
  void postpone(Instant due) {
    entry = log.postpone(entry, claim.owner(), due, clock.instant());
    ended = true;
  }

  /** Ends the claim and the signals; answers with the incident as it stands then. */
  IncidentLogEntry done(Set<String> events, Function<IncidentLogEntry, IncidentLog.NextLook> next) {
    entry = log.done(entry, new Done(claim.owner(), told, events, this::speaksFor), left -> soon(left, next.apply(left)), clock.instant());
    ended = true;
    return entry;
  }

  /** What is no alarm's and came in while this run worked has waited long enough. */
  private IncidentLog.NextLook soon(IncidentLogEntry left, IncidentLog.NextLook next) {
    boolean waits = left.pending().values().stream().anyMatch(one -> !Intake.isAlarm(one.signal()));
    return waits ? new IncidentLog.NextLook(next.state(), Optional.of(clock.instant())) : next;
  }
}
