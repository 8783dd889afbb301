package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.Queries;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
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
final class ConnectionStormRule implements CauseRule<CapacityPicture> {
  /** Ours: a storm that has lasted longer is the ordinary load by now. */
  private static final Duration MAY_HAVE_LASTED = Duration.ofMinutes(15);

  @Override
  public Cause cause() {
    return Cause.CONNECTION_STORM;
  }

  @Override
  public Optional<Explanation> suspect(CapacityPicture picture) {
    Reading<Surge> surge = surge(picture);
    if (!picture.pressed() || picture.atRest() || !(surge instanceof Reading.Known<Surge> known)
        || !known.value().storms()) {
      return Optional.empty();
    }
    Surge seen = known.value();
    Fact now = Fact.of(seen.source(), known.to(), seen.perMinute(), 0, "new connections a minute");
    Fact times = Fact.judged(seen.source(), known.to(), seen.factor(), "", CapacityLimit.STORM_FACTOR);
    Phrase says =
        Phrase.of(picture.name() + " is hit by a connection storm: {}, {} times the hour before", now, times).and("", retries(picture))
        .and("", Phrase.of("."));
    return Optional.of(
        Explanation.told(
            Cause.CONNECTION_STORM, Severity.CRITICAL, says, "Logins take the CPU that queries need.",
            Queries.clients("See who connects; pool the connections, and let clients back off with jitter when a connect fails",
                picture.probedAt()),
            Advice.of("Use RDS Proxy where the clients cannot pool.")));
  }

  /** Many rollbacks beside a storm are clients that try again. */
  private static Phrase retries(CapacityPicture picture) {
    if (!(picture.evidence().seen(Snapshot::rates) instanceof Reading.Known<Snapshot.DatabaseRates> known)) {
      return Phrase.EMPTY;
    }
    double all = known.value().commitsPerSecond() + known.value().rollbacksPerSecond();
    double part = all <= 0 ? 0 : known.value().rollbacksPerSecond() / all;
    return part < DatabaseLimit.ROLLBACK_SHARE.value()
        ? Phrase.EMPTY
        : Phrase.of(", {} of the transactions roll back (clients retry)", picture.percent("rollbacks", part, DatabaseLimit.ROLLBACK_SHARE));
  }

  /** New connections a minute now, their factor over the hour before, and what of the limit they are. */
  record Surge(double perMinute, double factor, double usablePart, String source) {
    boolean storms() {
      return factor >= CapacityLimit.STORM_FACTOR.value() && usablePart >= DatabaseLimit.STORM_SHARE.value();
    }
  }

  /** The surge over the hour that ended before the storm could begin; unavailable where either time was not measured. */
  static Reading<Surge> surge(CapacityPicture picture) {
    return picture.metrics().end(Metric.CONNECTION_ATTEMPTS).flatMap(end -> before(picture, end).flatMap(before -> surge(picture, before)));
  }

  private static Reading<Double> before(CapacityPicture picture, Instant end) {
    Instant recent = end.minus(MAY_HAVE_LASTED);
    return picture.metrics().stretch(Metric.CONNECTION_ATTEMPTS, recent.minus(Duration.ofHours(1)), recent);
  }

  private static Reading<Surge> surge(CapacityPicture picture, double before) {
    return usablePart(picture)
        .flatMap(part -> now(picture).map(now -> new Surge(now.perMinute(), now.perMinute() / Math.max(before, 1), part, now.source())));
  }

  /** New connections a minute as part of those that may be used. */
  static Reading<Double> usablePart(CapacityPicture picture) {
    return picture
        .evidence()
        .seen(Snapshot::connections)
        .flatMap(connections -> now(picture).map(now -> now.perMinute() / Math.max(1, connections.usable())));
  }

  private record Rate(double perMinute, String source) {}

  /** The attempts that CloudWatch counts, or the sessions that began in this minute: a burst shows there first. */
  private static Reading<Rate> now(CapacityPicture picture) {
    int begun = picture.evidence().seen(Snapshot::connections).map(Snapshot.Connections::newLastMinute).orElse(0);
    return picture
        .metrics()
        .recent(Metric.CONNECTION_ATTEMPTS, CapacityLimit.PRESENT_MINUTES.count())
        .map(
            attempts ->
                begun > attempts
                    ? new Rate(begun, "probe " + picture.member().id() + " sessions that began within a minute")
                    : new Rate(attempts, "cloudwatch:GetMetricData ConnectionAttempts " + picture.member().id()));
  }
}
