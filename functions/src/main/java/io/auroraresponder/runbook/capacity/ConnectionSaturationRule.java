package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.runbook.ConnectionHeadroomCheck;
import java.util.Optional;

/** No connection is left, or nearly none. */
final class ConnectionSaturationRule implements CauseRule<CapacityPicture> {
  @Override
  public Cause cause() {
    return Cause.CONNECTION_SATURATION;
  }

  @Override
  public Optional<Explanation> suspect(CapacityPicture picture) {
    if (picture.evidence().look() instanceof Look.Failed failed && failed.outOfConnections()) {
      Phrase says =
          Phrase.of(
              picture.name() + " accepts no more connections (SQLSTATE {}).",
              Fact.word("probe " + picture.member().id() + " login", failed.at(), failed.sqlState()));
      return Optional.of(saturation(picture, Severity.CRITICAL, says));
    }
    if (!(picture.evidence().seen(Snapshot::connections) instanceof Reading.Known<Connections> known)) {
      return Optional.empty();
    }
    Connections connections = known.value();
    double part = ConnectionHeadroomCheck.part(connections);
    if (CapacityLimit.CONNECTION_SHARE.reached(part)) {
      Phrase says =
          Phrase.of(
              picture.name() + " is running out of connections: {} of {} usable ({}), {} of them idle.",
              picture.probedCount("client connections", connections.clients(), ""),
              picture.probedCount("usable connections", connections.usable(), ""),
              picture.percent("connections used", part, CapacityLimit.CONNECTION_SHARE, DatabaseLimit.CONNECTIONS_CRITICAL),
              picture.probedCount("idle connections", connections.idle(), ""));
      return Optional.of(saturation(picture, ConnectionHeadroomCheck.severity(part), says));
    }
    if (picture.saturated()) {
      // One role at a limit of its own explains nothing about a member that is short of CPU.
      return Optional.empty();
    }
    return ConnectionHeadroomCheck.fullest(connections)
        .filter(limit -> CapacityLimit.CONNECTION_SHARE.reached(ConnectionHeadroomCheck.share(limit)))
        .map(limit ->
            saturation(picture, ConnectionHeadroomCheck.severity(ConnectionHeadroomCheck.share(limit)),
                Phrase.of(picture.name() + ": {}", ConnectionHeadroomCheck.ownLimit(limit, picture.evidence().probed())).sentence()));
  }

  private static Explanation saturation(CapacityPicture picture, Severity severity, Phrase says) {
    String impact = severity == Severity.CRITICAL ? "New sessions are refused, or will be." : "None seen yet; the next burst is refused.";
    return Explanation.told(
        Cause.CONNECTION_SATURATION, severity, says, impact, ConnectionHeadroomCheck.advice(picture.cluster(), picture.probedAt()));
  }
}
