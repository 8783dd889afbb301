package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.Queries;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.ConnectionLimit;
import io.auroraresponder.probe.Snapshot.Connections;
import java.util.Comparator;
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
      return Optional.of(saturation(picture, says));
    }
    if (!(picture.evidence().seen(Snapshot::connections) instanceof Reading.Known<Connections> known)) {
      return Optional.empty();
    }
    Connections connections = known.value();
    double part = connections.usable() <= 0 ? 0 : (double) connections.clients() / connections.usable();
    if (part >= CapacityLimit.CONNECTION_SHARE.value()) {
      Phrase says =
          Phrase.of(
              picture.name() + " is running out of connections: {} of {} usable ({}), {} of them idle.",
              picture.probedCount("client connections", connections.clients(), ""),
              picture.probedCount("usable connections", connections.usable(), ""),
              picture.percent("connections used", part),
              picture.probedCount("idle connections", connections.idle(), ""));
      return Optional.of(saturation(picture, says));
    }
    if (picture.saturated()) {
      // One role at a limit of its own explains nothing about a member that is short of CPU.
      return Optional.empty();
    }
    return connections.limits().stream().filter(limit -> near(picture, limit))
        .max(Comparator.comparingDouble(ConnectionSaturationRule::used)).map(limit -> ownLimit(picture, limit));
  }

  private static double used(ConnectionLimit limit) {
    return (double) limit.used() / limit.limit();
  }

  static boolean near(CapacityPicture picture, ConnectionLimit limit) {
    return limit.limit() > 0 && limit.used() >= CapacityLimit.CONNECTION_SHARE.value() * limit.limit();
  }

  private static Explanation ownLimit(CapacityPicture picture, ConnectionLimit limit) {
    Phrase says =
        Phrase.of(
            picture.name() + ": " + limit.kind() + " {} has used {} of its own limit of {} connections.",
            picture.probedName("limited " + limit.kind(), limit.name()),
            picture.probedCount("connections of it", limit.used(), ""),
            picture.probedCount("its limit", limit.limit(), ""));
    return saturation(picture, says);
  }

  private static Explanation saturation(CapacityPicture picture, Phrase says) {
    boolean pending = picture.member().parameterStatus().equals("pending-reboot");
    Advice first =
        pending
            ? new Advice(
                Phrase.of("A higher max_connections is pending. Reboot " + picture.member().id() + " in a quiet window:"),
                Phrase.of("aws rds reboot-db-instance --db-instance-identifier " + picture.member().id()))
            : Queries.clients("See who holds them; smaller pools (pool size times processes below the limit), or RDS Proxy",
            picture.probedAt());
    return Explanation.told(
        Cause.CONNECTION_SATURATION, Severity.CRITICAL, says, "New sessions are refused.", first,
        Queries.endIdleSessions(
        "Free those that have been idle for half an hour; their clients connect again, and a pool may show one error",
            picture.probedAt()),
        Advice.of("More capacity does not help; max_connections follows max ACU only after a reboot."));
  }
}
