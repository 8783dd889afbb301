package io.auroraresponder.aws;

import io.auroraresponder.incident.AlarmLimits.Side;
import io.auroraresponder.incident.AlarmMetric;
import io.auroraresponder.incident.AlarmQuery;
import io.auroraresponder.incident.AlarmSeries;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/**
 * What an alarm watches where it is more than one metric: metric math, a Metrics Insights query, an anomaly detector's band.
 *
 * <p>Its queries are sent as the alarm has them, in a call of their own: an answer with metric math has no further pages (API reference,
 * MetricDataResult), {@code METRICS()} means every metric of the call, and a query that CloudWatch refuses must not cost the look its
 * metrics. A call takes one Metrics Insights query (Metrics Insights quotas), and no alarm has more.
 */
final class AlarmValues {
  /** So much is shown and searched for the moment from which it rings; it was all that a Metrics Insights query reached back for long. */
  private static final Duration WINDOW = Duration.ofHours(3);

  /** So that there is a band and a value even where the period is a day. */
  private static final int PERIODS = 5;

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final AlarmMetric alarm;

  AlarmValues(AlarmMetric alarm) {
    this.alarm = alarm;
  }

  /** The beginning of what is asked for. */
  Instant from(Instant to) {
    Duration periods = alarm.period().multipliedBy(PERIODS);
    return to.minus(periods.compareTo(WINDOW) > 0 ? periods : WINDOW);
  }

  List<MetricDataQuery> queries() {
    return alarm.queries().stream().map(AlarmValues::asked).toList();
  }

  private static MetricDataQuery asked(AlarmQuery query) {
    MetricDataQuery.Builder asked = MetricDataQuery.builder().id(query.id()).returnData(query.watched());
    if (!query.account().isEmpty()) {
      asked.accountId(query.account());
    }
    if (query.expression().isEmpty()) {
      return asked
          .metricStat(CloudWatchMetrics.stat(query.namespace(), query.metric(), query.dimensions(), query.statistic(), query.period()))
          .build();
    }
    if (!query.period().isZero()) {
      asked.period(CloudWatchMetrics.seconds(query.period()));
    }
    return asked.expression(query.expression()).build();
  }

  /**
   * What the answers say.
   *
   * @param members of the cluster: of an expression that gives a series a database, theirs are taken
   */
  Reading<AlarmSeries> read(MetricAnswers answers, Collection<String> members, Instant from, Instant to) {
    AlarmQuery value = alarm.queries().stream().filter(AlarmQuery::isValue).findFirst().orElseThrow();
    Reading<Series> values = answers.series(value.id(), name(), from, to).flatMap(all -> ours(all, members, from, to));
    return alarm.queries().stream()
        .filter(one -> one.watched() && one.isBand())
        .findFirst()
        .map(band -> values.flatMap(known -> answers.series(band.id(), "the band of " + name(), from, to)
            .map(ends -> new AlarmSeries(known, at(ends.values(), false), at(ends.values(), true)))))
        .orElseGet(() -> values.map(AlarmSeries::new));
  }

  private String name() {
    return alarm.name() + ", which the alarm watches,";
  }

  /** One series is the alarm's; of several those are, whose label names a database of the cluster, the one that rings first of these. */
  private Reading<Series> ours(Map<String, Series> all, Collection<String> members, Instant from, Instant to) {
    if (all.size() <= 1) {
      return Reading.known(all.values().stream().findFirst().orElse(Series.EMPTY), from, to);
    }
    Set<String> names = new TreeSet<>(members);
    names.addAll(alarm.dimensions().values());
    List<Series> ours =
        all.entrySet().stream()
            .filter(one -> Arrays.stream(BLANKS.split(one.getKey())).anyMatch(names::contains))
            .map(Map.Entry::getValue)
            .toList();
    return ours.isEmpty()
        ? Reading.unavailable(name() + " has " + all.size() + " series, none of which bears the name of a database of this cluster")
        : Reading.known(at(ours, alarm.limits().side() != Side.BELOW), from, to);
  }

  /** The highest or lowest value of each time: CloudWatch gives the ends of a band as two series under one id. */
  private static Series at(Collection<Series> all, boolean highest) {
    NavigableMap<Instant, Double> points = new TreeMap<>();
    for (Series one : all) {
      one.points().forEach(point -> points.merge(point.minute(), point.value(), highest ? Math::max : Math::min));
    }
    return new Series(points.entrySet().stream().map(point -> new Series.Point(point.getKey(), point.getValue())).toList());
  }
}
