package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import io.auroraresponder.runbook.PauseState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the cluster writes nothing because it rests: then its restorable time may stand still without harm.
 *
 * @param word {@code paused} or {@code stopped}, empty where it works or nobody can tell
 * @param since when it began
 */
public record Idleness(String word, Reading<Instant> since) {
  private static final Idleness NONE = new Idleness("", Reading.unavailable("it does not rest"));

  static Idleness none() {
    return NONE;
  }

  public boolean resting() {
    return !word.isEmpty();
  }

  static Idleness of(
      ClusterState cluster, Incident incident, Reading<Metrics> metrics, Reading<List<RdsEvent>> events, Instant now) {
    if (cluster.status().equals("stopped") || cluster.status().equals("stopping")) {
      return new Idleness("stopped", newest(events, cluster.id().value(), "stop"));
    }
    Optional<Member> writer = cluster.writer().filter(member -> member.serverless() || member.instanceClass().isBlank());
    if (writer.isEmpty() || !PauseState.of(cluster, writer.get(), incident, metrics, events, now).paused()) {
      return NONE;
    }
    Reading<Instant> measured = metrics.flatMap(all -> all.of(writer.get().id(), Metric.CAPACITY)).flatMap(Idleness::lastAwake);
    return new Idleness("paused", measured.isKnown() ? measured : newest(events, writer.get().id(), "paus"));
  }

  /** The newest minute with capacity; unavailable where all that was read is zero. */
  private static Reading<Instant> lastAwake(Series capacity) {
    return capacity.points().stream()
        .filter(point -> point.value() > 0)
        .max(Comparator.comparing(Point::minute))
        .map(point -> Reading.known(point.minute(), point.minute()))
        .orElseGet(() -> Reading.unavailable("it was paused all the time that the metrics cover"));
  }

  private static Reading<Instant> newest(Reading<List<RdsEvent>> events, String source, String word) {
    return events.flatMap(
        all ->
            all.stream()
                .filter(event -> event.sourceId().equals(source) && event.message().toLowerCase(Locale.ROOT).contains(word))
                .map(RdsEvent::at)
                .max(Comparator.naturalOrder())
                .map(at -> Reading.known(at, at))
                .orElseGet(() -> Reading.unavailable("no event says since when")));
  }
}
