package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Commits and load of the last minutes against the busiest as many of the same hour of an earlier day. A rush that comes every evening, or
 * every Monday, is more than the hour before and no growth.
 */
enum SameHour {
  YESTERDAY(Duration.ofDays(1), "of the same hour yesterday"),
  LAST_WEEK(Duration.ofDays(7), "of the same hour a week ago");

  /** What an hour is compared by: work that is done, and sessions that want it. */
  static final Set<Metric> COMPARED = EnumSet.of(Metric.COMMIT_THROUGHPUT, Metric.DB_LOAD);

  /** Ours: an hour around the minute of the look, so that a rush may come a little early or late. */
  private static final Duration HALF = Duration.ofMinutes(30);

  private final Duration ago;
  private final String words;

  SameHour(Duration ago, String words) {
    this.ago = ago;
    this.words = words;
  }

  /** Whole minutes, the beginning included and the end not. */
  record Window(Instant from, Instant to) {}

  /** The hour around this time of that day. */
  Window hour(Instant now) {
    Instant then = now.truncatedTo(ChronoUnit.MINUTES).minus(ago);
    return new Window(then.minus(HALF), then.plus(HALF));
  }

  /** The last minutes as part of the busiest as many of that hour; unavailable where either was not measured. */
  Reading<Double> part(CapacityPicture picture, Metric metric) {
    int minutes = CapacityLimit.CEILING_WINDOW.count();
    return picture.metrics().recent(metric, minutes)
        .flatMap(now -> then(picture, metric).flatMap(all -> {
          OptionalDouble busiest = busiest(all, minutes);
          return busiest.isEmpty()
              ? Reading.unavailable(metric.cloudWatchName() + " of " + picture.member().id() + " was not measured " + ago.toDays()
                  + " days ago")
              : Reading.known(now / busiest.getAsDouble(), hour(picture.evidence().at()).from(), picture.evidence().at());
        }));
  }

  private Reading<Series> then(CapacityPicture picture, Metric metric) {
    Window hour = hour(picture.evidence().at());
    Reading<Metrics> asked = this == LAST_WEEK ? picture.evidence().lastWeek() : picture.evidence().metrics();
    return asked.flatMap(all -> all.of(picture.member().id(), metric)).map(all -> all.between(hour.from(), hour.to()));
  }

  /** The highest mean of so many minutes in a row; empty where half of the hour is missing, or nothing went on. */
  private static OptionalDouble busiest(Series hour, int minutes) {
    if (hour.points().size() * 2L < HALF.multipliedBy(2).toMinutes()) {
      return OptionalDouble.empty();
    }
    return hour.points().stream()
        .map(point -> hour.between(point.minute(), point.minute().plus(Duration.ofMinutes(minutes))))
        .filter(window -> window.points().size() == minutes)
        .mapToDouble(window -> window.average().orElse(0))
        .filter(mean -> mean > 0)
        .max();
  }

  /** As much was done, and no more wanted, at that hour: by commits, and by load where Database Insights measured both. */
  private boolean asBusy(CapacityPicture picture) {
    return part(picture, Metric.COMMIT_THROUGHPUT).map(part -> part <= CapacityLimit.USUAL.value()).orElse(false)
        && part(picture, Metric.DB_LOAD).map(part -> part <= CapacityLimit.USUAL.value()).orElse(true);
  }

  /** On which of these days the same hour was as busy as now; empty where it was not, or nobody measured it. */
  static Optional<SameHour> asBusyAsNow(CapacityPicture picture) {
    return List.of(values()).stream().filter(day -> day.asBusy(picture)).findFirst();
  }

  /** For example {@code 104 % of the same hour yesterday and 98 % of the same hour a week ago}; empty where neither was measured. */
  static Phrase words(CapacityPicture picture, Metric metric) {
    List<Phrase> known = new ArrayList<>();
    for (SameHour day : values()) {
      if (day.part(picture, metric) instanceof Reading.Known<Double>(Double part, Instant from, Instant to)) {
        known.add(Phrase.of("{} " + day.words, Fact.part("cloudwatch:GetMetricData " + metric.cloudWatchName() + " " + picture.member().id()
            + " " + day.ago.toDays() + " d ago", to, part, CapacityLimit.USUAL, CapacityLimit.COMMIT_KEEP)));
      }
    }
    return Phrase.join(" and ", known);
  }
}
