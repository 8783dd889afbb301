package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that emptied the buffer cache a short while ago.
 *
 * @param what restart, resume, failover or scale-down
 * @param at when
 * @param source where it was read
 */
record CacheLoss(String what, Instant at, String source) {

  static Optional<CacheLoss> find(CapacityPicture picture) {
    Instant from = picture.evidence().at().minus(CapacityLimit.COLD_FOR.duration());
    return restart(picture, from).or(() -> event(picture, from)).or(() -> scaleDown(picture, from));
  }

  Fact minutesAgo(Instant now) {
    return Fact.count(source, at, Math.max(0, Duration.between(at, now).toMinutes()), "min");
  }

  private static Optional<CacheLoss> restart(CapacityPicture picture, Instant from) {
    Series uptime = picture.evidence().series(picture.member().id(), Metric.UPTIME).orElse(Series.EMPTY);
    return uptime
        .latest()
        .map(point -> point.minute().plusSeconds(60).minusSeconds((long) point.value()))
        .filter(start -> !start.isBefore(from))
        .map(start -> new CacheLoss("restart", start, source(picture, Metric.UPTIME)));
  }

  /** DescribeEvents gives no event id: matched on the stable part of the message (Aurora User Guide, event messages). */
  private static Optional<CacheLoss> event(CapacityPicture picture, Instant from) {
    List<RdsEvent> events = picture.evidence().events().orElse(List.of());
    return events.reversed().stream()
        .filter(event -> !event.at().isBefore(from))
        .filter(event -> event.sourceId().equals(picture.member().id()) || event.sourceId().equals(picture.name()))
        .map(event -> new CacheLoss(kind(event), event.at(), "rds:DescribeEvents " + event.sourceId()))
        .filter(loss -> !loss.what().isEmpty())
        .findFirst();
  }

  private static String kind(RdsEvent event) {
    String message = event.message().toLowerCase(Locale.ROOT);
    boolean done = message.contains("completed") || message.contains("started") || message.contains("promot");
    if (message.contains("failover") && !message.contains("failed") && done) {
      return "failover";
    }
    if (message.contains("restarted") || message.contains("recovery of the db instance is complete")) {
      return "restart";
    }
    return message.contains("resumed") ? "resume" : "";
  }

  private static Optional<CacheLoss> scaleDown(CapacityPicture picture, Instant from) {
    List<Point> points =
        picture.evidence().series(picture.member().id(), Metric.CAPACITY).orElse(Series.EMPTY).between(from, picture.evidence().at())
        .points();
    double highest = 0;
    boolean slept = false;
    for (Point point : points) {
      if (point.value() > 0 && slept) {
        return Optional.of(new CacheLoss("resume", point.minute(), source(picture, Metric.CAPACITY)));
      }
      slept = point.value() == 0;
      highest = Math.max(highest, point.value());
      if (point.value() > 0 && point.value() <= CapacityLimit.SCALE_DOWN_RATIO.value() * highest) {
        return Optional.of(new CacheLoss("scale-down", point.minute(), source(picture, Metric.CAPACITY)));
      }
    }
    return Optional.empty();
  }

  private static String source(CapacityPicture picture, Metric metric) {
    return "cloudwatch:GetMetricData " + metric.cloudWatchName() + " " + picture.member().id();
  }
}
