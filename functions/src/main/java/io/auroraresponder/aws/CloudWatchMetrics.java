package io.auroraresponder.aws;

import io.auroraresponder.incident.AlarmMetric;
import io.auroraresponder.incident.AlarmSeries;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.observation.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/**
 * Metrics by minute through one GetMetricData for all members and metrics (500 queries a call: an Aurora cluster has at most 16
 * members), and a second one for an alarm that watches more than one metric.
 *
 * <p>No unit is set: a unit that differs from the stored one silently gives nothing.
 */
public final class CloudWatchMetrics implements MetricSource {
  private static final int PERIOD_SECONDS = 60;
  private static final String ALARM = "alarm";
  private static final Reading<AlarmSeries> NOT_ASKED = Reading.unavailable("CloudWatch was not asked for the alarm's own metric");

  /** More pages than any window of ours has: 15 days of 16 members and 15 metrics are 52. A token that never ends must end. */
  private static final int MOST_PAGES = 60;

  private final Supplier<CloudWatchClient> cloudWatch;

  public CloudWatchMetrics(Supplier<CloudWatchClient> cloudWatch) {
    this.cloudWatch = cloudWatch;
  }

  /** A metric of a member, and the id under which it is asked for. */
  private record Query(String id, String member, Metric metric) {}

  @Override
  public Metrics read(Collection<String> members, Set<Metric> metrics, Instant from, Instant to) {
    return read(members, metrics, Optional.empty(), from, to);
  }

  @Override
  public Metrics read(Collection<String> members, Set<Metric> metrics, Optional<AlarmMetric> alarm, Instant from, Instant to) {
    Optional<AlarmMetric> watched = alarm.filter(one -> one.isMetric() && one.queries().isEmpty());
    List<Query> queries = new ArrayList<>();
    for (String member : members) {
      for (Metric metric : metrics) {
        queries.add(new Query("q" + queries.size(), member, metric));
      }
    }
    Reading<AlarmSeries> apart =
        alarm.filter(one -> !one.queries().isEmpty()).map(one -> apart(new AlarmValues(one), members, to)).orElse(NOT_ASKED);
    if (queries.isEmpty() && watched.isEmpty()) {
      return new Metrics(Map.of(), apart, from, to);
    }
    List<MetricDataQuery> asked = new ArrayList<>(queries.stream().map(CloudWatchMetrics::asked).toList());
    watched.map(CloudWatchMetrics::asked).ifPresent(asked::add);
    MetricAnswers answers = ask(asked, from, to);
    Map<String, Map<Metric, Reading<Series>>> byMember = new HashMap<>();
    for (Query query : queries) {
      byMember
          .computeIfAbsent(query.member(), unseen -> new HashMap<>())
          .put(query.metric(), answers.reading(query.id(), query.metric().cloudWatchName() + " of " + query.member(), from, to));
    }
    return new Metrics(
        byMember,
        watched.map(one -> answers.reading(ALARM, one.name() + ", which the alarm watches,", from, to).map(AlarmSeries::new)).orElse(apart),
        from, to);
  }

  /** In a call of its own, whose failure is the alarm's alone. */
  private Reading<AlarmSeries> apart(AlarmValues alarm, Collection<String> members, Instant to) {
    Instant from = alarm.from(to);
    try {
      return alarm.read(ask(alarm.queries(), from, to), members, from, to);
    } catch (DependencyException refused) {
      return Reading.unavailable(String.valueOf(refused.getMessage()));
    }
  }

  private MetricAnswers ask(List<MetricDataQuery> queries, Instant from, Instant to) {
    GetMetricDataRequest request =
        GetMetricDataRequest.builder()
            .metricDataQueries(queries)
            .startTime(from)
            .endTime(to)
            .scanBy(ScanBy.TIMESTAMP_ASCENDING)
            .build();
    MetricAnswers answers = new MetricAnswers();
    String token = "";
    for (int page = 1; page <= MOST_PAGES; page++) {
      String next = token;
      GetMetricDataResponse answer;
      try {
        answer = cloudWatch.get().getMetricData(next.isEmpty() ? request : request.toBuilder().nextToken(next).build());
      } catch (SdkException failure) {
        if (page == 1) {
          throw Failures.of("cloudwatch", "GetMetricData", failure);
        }
        return answers.brokenOff(Failures.text(failure));
      }
      answers.add(answer);
      token = answer.nextToken() == null ? "" : answer.nextToken();
      if (token.isEmpty()) {
        return answers;
      }
    }
    return answers.brokenOff("its pages do not end");
  }

  private static MetricDataQuery asked(AlarmMetric alarm) {
    return MetricDataQuery.builder()
        .id(ALARM)
        .metricStat(stat(alarm.namespace(), alarm.name(), alarm.dimensions(), alarm.statistic(), alarm.period()))
        .returnData(true)
        .build();
  }

  /** A statistic of any metric. */
  static MetricStat stat(String namespace, String name, Map<String, String> dimensions, String statistic, Duration period) {
    software.amazon.awssdk.services.cloudwatch.model.Metric metric =
        software.amazon.awssdk.services.cloudwatch.model.Metric.builder()
            .namespace(namespace)
            .metricName(name)
            .dimensions(dimensions.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(entry -> Dimension.builder().name(entry.getKey()).value(entry.getValue()).build()).toList())
            .build();
    return MetricStat.builder().metric(metric).period(seconds(period)).stat(statistic).build();
  }

  /** What is older than three hours has no finer points than a minute (GetMetricData, Period); ours are multiples of one. */
  static int seconds(Duration period) {
    long minutes = Math.max(1, period.toSeconds() / PERIOD_SECONDS);
    return Math.toIntExact(minutes * PERIOD_SECONDS);
  }

  private static MetricDataQuery asked(Query query) {
    software.amazon.awssdk.services.cloudwatch.model.Metric metric =
        software.amazon.awssdk.services.cloudwatch.model.Metric.builder()
            .namespace("AWS/RDS")
            .metricName(query.metric().cloudWatchName())
            .dimensions(Dimension.builder().name("DBInstanceIdentifier").value(query.member()).build())
            .build();
    return MetricDataQuery.builder()
        .id(query.id())
        .metricStat(MetricStat.builder().metric(metric).period(PERIOD_SECONDS).stat(statistic(query.metric())).build())
        .returnData(true)
        .build();
  }

  /** Attempts are counted, a lag is as bad as its worst second, everything else is a mean. */
  private static String statistic(Metric metric) {
    return switch (metric) {
      case CONNECTION_ATTEMPTS -> "Sum";
      case REPLICA_LAG, SLOT_LAG, TRANSACTION_ID_AGE -> "Maximum";
      case FREE_LOCAL_STORAGE -> "Minimum";
      case CAPACITY,
          ACU_UTILIZATION,
          CPU,
          FREEABLE_MEMORY,
          CONNECTIONS,
          DB_LOAD,
          DB_LOAD_CPU,
          DB_LOAD_WAITS,
          BUFFER_CACHE_HIT_RATIO,
          UPTIME,
          COMMIT_THROUGHPUT,
          COMMIT_LATENCY,
          DEADLOCKS,
          READ_LATENCY,
          WRITE_LATENCY,
          READ_IOPS ->
          "Average";
    };
  }
}
