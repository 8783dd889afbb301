package io.auroraresponder.runbook.capacity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Clients connect far more often than an hour ago, and the server spends itself on logins. */
final class ConnectionStormRule implements CauseRule {
  @Override
  public Cause cause() {
    return Cause.CONNECTION_STORM;
  }

  @Override
  public Optional<Suspicion> suspect(CapacityPicture picture) {
    Reading<Surge> surge = surge(picture);
    if (!picture.pressed() || !(surge instanceof Reading.Known<Surge> known) || !known.value().storms(picture.thresholds())) {
      return Optional.empty();
    }
    Surge seen = known.value();
    Fact now = Fact.of(seen.source(), known.to(), Math.rint(seen.perMinute()), "new connections a minute");
    Fact times = Fact.of(seen.source(), known.to(), seen.factor(), "");
    Phrase says = Phrase.of(picture.name() + " is hit by a connection storm: {}, {} times the hour before.", now, times);
    return Optional.of(
        Suspicion.told(
            Cause.CONNECTION_STORM, Severity.CRITICAL, says, "Logins take the CPU that queries need.",
            Advice.of("Pool the connections and let clients back off with jitter when a connect fails."),
            Advice.of("RDS Proxy takes the logins off the database where the clients cannot pool.")));
  }

  /** New connections a minute now, their factor over the hour before, and what of the limit they are. */
  record Surge(double perMinute, double factor, double usablePart, String source) {
    boolean storms(CapacityThresholds limits) {
      return factor >= limits.stormFactor() && usablePart >= limits.stormShare();
    }
  }

  /** The surge by the attempts that CloudWatch counts; a burst that began in this minute shows in the probe's rate first. */
  static Reading<Surge> surge(CapacityPicture picture) {
    int minutes = picture.thresholds().presentMinutes();
    String source = "cloudwatch:GetMetricData ConnectionAttempts " + picture.member().id();
    return picture
        .metrics()
        .end(Metric.CONNECTION_ATTEMPTS)
        .flatMap(
            end -> {
              Instant recent = end.minus(Duration.ofMinutes(15));
              return picture
                  .metrics()
                  .stretch(Metric.CONNECTION_ATTEMPTS, recent.minus(Duration.ofHours(1)), recent)
                  .flatMap(
                      before ->
                          picture
                              .metrics()
                              .recent(Metric.CONNECTION_ATTEMPTS, minutes)
                              .map(now -> new Surge(now, now / Math.max(before, 1), now / usable(picture), source)));
            });
  }

  private static double usable(CapacityPicture picture) {
    return Math.max(1, picture.evidence().seen(Snapshot::connections).map(Snapshot.Connections::usable).orElse(1_000_000));
  }
}
