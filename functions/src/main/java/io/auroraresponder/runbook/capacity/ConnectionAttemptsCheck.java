package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.ConnectionHeadroomCheck;
import java.util.Set;

/** Do clients connect far more often than an hour ago? */
final class ConnectionAttemptsCheck extends PictureCheck {
  @Override
  public String harm() {
    return "Logins take the CPU that queries need, and the connections run out.";
  }

  @Override
  public Set<String> judges() {
    return Set.of(Metric.CONNECTION_ATTEMPTS.cloudWatchName());
  }

  private static boolean harms(CapacityPicture picture) {
    boolean room = picture.evidence().seen(Snapshot::connections).map(ConnectionHeadroomCheck::part)
        .map(part -> !DatabaseLimit.CONNECTIONS_WARNING.reached(part)).orElse(false);
    return (picture.pressed() && !picture.atRest()) || !room;
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    return switch (ConnectionStormRule.surge(picture)) {
      case Reading.Unavailable<ConnectionStormRule.Surge> gap -> open(picture, gap);
      case Reading.Known<ConnectionStormRule.Surge> known -> {
        ConnectionStormRule.Surge surge = known.value();
        Phrase seen =
            Phrase.of(
                "{}, {} times as many as in the hour before, {} of the usable connections",
                Fact.of(surge.source(), known.to(), surge.perMinute(), 0, "connection attempts a minute"),
                Fact.judged(surge.source(), known.to(), surge.factor(), "", CapacityLimit.STORM_FACTOR),
                Fact.part(surge.source() + ", part of usable", known.to(), surge.usablePart(), DatabaseLimit.STORM_SHARE));
        Phrase limit =
            Phrase.of(
                "{} times, and {} of the usable connections a minute",
                CapacityLimit.STORM_FACTOR.at(picture.evidence().at()),
                DatabaseLimit.STORM_SHARE.at(picture.evidence().at()));
        // A burst that the CPU and the limit take is told; whoever is woken finds logins that take what queries need.
        yield judged(surge.storms(), harms(picture) ? Severity.CRITICAL : Severity.WARNING, seen, limit, known.from());
      }
    };
  }
}
