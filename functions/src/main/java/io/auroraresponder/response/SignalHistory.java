package io.auroraresponder.response;

import io.auroraresponder.incident.Incident;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.ParsedEvent;
import io.auroraresponder.ledger.IncidentLog.Seen;
import io.auroraresponder.ledger.IncidentLogEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered about a signal and its cluster.
 *
 * @param seen whether this very event came before
 * @param done whether it was handled to the end then
 * @param begun whether a look was begun for it
 * @param newestChange the newest state change seen of the same alarm
 * @param open whether the cluster's incident is open or mitigated
 * @param claimedUntil until when somebody is working on the incident
 * @param lastLook when the cluster was last diagnosed by the event's runbook: what another one looked into covers nothing of it
 * @param answered when a look was made whose answer, which people have, speaks for a further alarm like this one; empty where none does
 * @param told when the last look was made, where people have its answer and an alarm brought the incident about
 * @param openings when alarms opened the cluster's incidents or opened them again, any order
 */
public record SignalHistory(
    boolean seen,
    boolean done,
    boolean begun,
    Optional<Instant> newestChange,
    boolean open,
    Optional<Instant> claimedUntil,
    Optional<Instant> lastLook,
    Optional<Instant> answered,
    Optional<Instant> told,
    List<Instant> openings) {
  public static final SignalHistory NONE =
      new SignalHistory(false, false, false, Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty(),
          Optional.empty(), List.of());

  public SignalHistory {
    openings = List.copyOf(openings);
  }

  static SignalHistory of(Seen seen, IncidentLogEntry entry, ParsedEvent notice, Incident incident) {
    Optional<Instant> newest =
        notice instanceof ParsedEvent.Alarm alarm ? Optional.ofNullable(entry.changes().get(alarm.alarm().identity())) : Optional.empty();
    return new SignalHistory(
        seen != Seen.FIRST,
        seen == Seen.DONE,
        seen != Seen.FIRST && entry.next(incident.signal().id()) != IncidentLogEntry.Step.DIAGNOSE,
        newest,
        entry.isOpen(),
        entry.claim().map(IncidentLogEntry.Claim::until),
        Optional.of(entry.look()).filter(look -> look.isMade() && look.runbook().equals(incident.runbook())).map(IncidentLogEntry.Look::at),
        Optional.of(entry.look()).filter(look -> entry.isOpen() && entry.isTold() && look.speaksFor(incident))
            .map(IncidentLogEntry.Look::at),
        told(entry),
        entry.openings());
  }

  /** What an event, a schedule or a person brought about is another matter: an alarm that comes in then is looked into. */
  static Optional<Instant> told(IncidentLogEntry entry) {
    boolean alarmed = entry.incident().filter(opened -> Intake.isAlarm(opened.signal())).isPresent();
    return Optional.of(entry.look()).filter(look -> alarmed && look.isMade() && entry.isTold()).map(IncidentLogEntry.Look::at);
  }
}
