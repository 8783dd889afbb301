package io.auroraresponder.runbook;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a member may be asked at all: a connection wakes a paused one, and costs money. Unsure means no.
 *
 * @param awake only then may anybody connect
 * @param paused whether it is, or is just being, paused; false with {@code awake} false means that nobody can tell
 * @param reason for a person, empty where it is awake
 */
public record PauseState(boolean awake, boolean paused, String reason) {
  private static final PauseState AWAKE = new PauseState(true, false, "");

  /**
   * Judges by range, metrics, events and the signal.
   *
   * @param metrics with {@link Metric#CAPACITY} and {@link Metric#CONNECTIONS} of the member
   */
  public static PauseState of(
      ClusterState cluster, Member member, Incident incident, Reading<Metrics> metrics, Reading<List<RdsEvent>> events, Instant now) {
    boolean mayPause = cluster.range().map(ScalingRange::mayPause).orElse(true);
    if (!mayPause) {
      return AWAKE;
    }
    Reading<Series> capacity = metrics.flatMap(all -> all.of(member.id(), Metric.CAPACITY));
    if (!(capacity instanceof Reading.Known<Series> known)) {
      return new PauseState(false, false, "min is 0 and its capacity could not be read, so it may be paused; not probed");
    }
    Optional<Point> latest = known.value().latest();
    if (latest.isPresent() && latest.get().value() == 0) {
      return new PauseState(false, true, "paused (0 ACU); not probed, because a connection would wake it");
    }
    if (pausing(cluster, member, incident, events, latest)) {
      return new PauseState(false, true, "just paused; not probed, because a connection would wake it");
    }
    if (latest.isEmpty()) {
      // A paused instance goes on publishing 0, so nothing at all is no proof of a pause.
      return new PauseState(false, false, "min is 0 and CloudWatch has no capacity of it, so it may be paused; not probed");
    }
    if (latest.get().minute().plusSeconds(60).isBefore(now.minus(DatabaseLimit.FRESHNESS.duration()))) {
      return connected(metrics, member)
          ? new PauseState(false, false, "min is 0 and its last datapoint is old, so it may have paused; not probed")
          : new PauseState(false, true, "probably paused (min 0, last datapoint old); not probed, because a connection would wake it");
    }
    if (!events.isKnown()) {
      return new PauseState(false, false, "min is 0 and its events could not be read, so it may just have paused; not probed");
    }
    return AWAKE;
  }

  /** A member with open connections does not pause: then old data means that CloudWatch is late. */
  private static boolean connected(Reading<Metrics> metrics, Member member) {
    return metrics.flatMap(all -> all.of(member.id(), Metric.CONNECTIONS)).orElse(Series.EMPTY).latest().filter(point -> point.value() > 0)
        .isPresent();
  }

  /** The newest pause or resume message, or the signal itself, says that it is going to sleep. */
  private static boolean pausing(
      ClusterState cluster, Member member, Incident incident, Reading<List<RdsEvent>> events, Optional<Point> latest) {
    String signal = incident.signal().source() + " " + incident.signal().id();
    boolean ours = incident.member().isEmpty() || incident.member().equalsIgnoreCase(member.id()) || member.followsWriter();
    boolean signalled = ours && (signal.contains("RDS-EVENT-0370") || signal.contains("RDS-EVENT-0372"));
    Instant newestData = latest.map(Point::minute).orElse(Instant.EPOCH);
    if (signalled && !incident.signal().at().isBefore(newestData)) {
      return true;
    }
    return events.orElse(List.of()).stream()
        .filter(event -> event.sourceId().equals(member.id()) || event.sourceId().equals(cluster.id().value()))
        .filter(event -> event.message().toLowerCase(Locale.ROOT).matches("(?s).*\\b(paus|resum).*"))
        .max(Comparator.comparing(RdsEvent::at))
        .filter(event -> !event.at().isBefore(newestData.minusSeconds(120)))
        .map(event -> event.message().toLowerCase(Locale.ROOT))
        .filter(message -> !message.contains("resum") && !message.contains("cancel") && !message.contains("unable"))
        .isPresent();
  }
}
