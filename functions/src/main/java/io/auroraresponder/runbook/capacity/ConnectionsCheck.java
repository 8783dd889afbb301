package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;
import java.util.Set;

/** How much of the connections is used? */
final class ConnectionsCheck extends PictureCheck {
  @Override
  public Set<String> judges() {
    return Set.of(Metric.CONNECTIONS.cloudWatchName());
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    return switch (picture.evidence().seen(Snapshot::connections)) {
      case Reading.Unavailable<Connections> gap -> open(picture, gap);
      case Reading.Known<Connections> known -> judge(picture, known.value());
    };
  }

  private CheckResult judge(CapacityPicture picture, Connections connections) {
    double part = connections.usable() <= 0 ? 0 : (double) connections.clients() / connections.usable();
    Phrase seen =
        Phrase.of(
            "{} of {} usable connections ({}), {} active",
            picture.probedCount("client connections", connections.clients(), ""),
            picture.probedCount("usable connections", connections.usable(), ""),
            picture.percent("connections used", part),
            picture.probedCount("active connections", connections.active(), ""));
    Phrase limit = Phrase.of("{} of usable", CapacityLimit.CONNECTION_SHARE.at(picture.evidence().at()));
    List<Phrase> own =
        connections.limits().stream().filter(one -> ConnectionSaturationRule.near(picture, one)).map(one -> ownLimit(picture, one))
        .toList();
    boolean full = part >= CapacityLimit.CONNECTION_SHARE.value();
    return judged(full || !own.isEmpty(), full ? Severity.CRITICAL
        : Severity.WARNING, seen.and("; ", Phrase.join(", ", own)), limit, picture.probedAt());
  }

  private static Phrase ownLimit(CapacityPicture picture, Snapshot.ConnectionLimit limit) {
    return Phrase.of(
        limit.kind() + " {} has used {} of its own limit of {}",
        picture.probedName("limited " + limit.kind(), limit.name()),
        picture.probedCount("connections of it", limit.used(), ""),
        picture.probedCount("its limit", limit.limit(), ""));
  }
}
