package io.auroraresponder.response;

import io.auroraresponder.incident.Incident;
import io.auroraresponder.intake.AlarmReading;
import io.auroraresponder.intake.ParsedEvent;
import io.auroraresponder.ledger.IncidentLog.AlarmChange;
import io.auroraresponder.ledger.IncidentLog.Arrival;
import java.time.Instant;
import java.util.Optional;

/** Signals as the ledger takes them in. */
final class Arrivals {
  private Arrivals() {}

  /** An alarm's change is remembered, so that an older one that comes later is known for what it is. */
  static Arrival of(Incident incident, ParsedEvent notice, Instant now) {
    return new Arrival(incident, notice instanceof ParsedEvent.Alarm alarm ? Optional.of(change(alarm.alarm(), now)) : Optional.empty());
  }

  /** A change dated in the future would make every later one of its alarm look late. */
  private static AlarmChange change(AlarmReading alarm, Instant now) {
    Instant at = alarm.change().at();
    return new AlarmChange(alarm.identity(), at.isAfter(now) ? now : at);
  }
}
