package io.auroraresponder.incident;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One of the queries that an alarm's value is made of, as GetMetricData takes them: an expression, or the statistic of a metric.
 *
 * @param id by which the expressions of the same alarm name it
 * @param expression metric math, a Metrics Insights query, or an anomaly detector's band; empty where it is a metric's statistic
 * @param account whose metric it is, empty for the alarm's own
 * @param namespace empty for an expression
 * @param metric empty for an expression
 * @param dimensions by name, as written
 * @param statistic as CloudWatch takes it; empty for an expression
 * @param period of one value; zero where an expression has none of its own
 * @param watched whether the alarm holds it against its threshold, or as its threshold
 */
public record AlarmQuery(
    String id, String expression, String account, String namespace, String metric, Map<String, String> dimensions, String statistic,
    Duration period, boolean watched) {
  /** Of one alarm CloudWatch takes at most these (PutMetricAlarm, MetricDataQuery). */
  private static final int MOST = 20;

  /** Characters of an expression (MetricDataQuery). */
  private static final int LONGEST = 2_048;

  private static final Pattern ID = Pattern.compile("[a-z][a-zA-Z0-9_]{0,254}");

  public AlarmQuery {
    dimensions = Map.copyOf(dimensions);
  }

  /** Whether it is what the watched values are held against. */
  public boolean isBand() {
    return expression.contains("ANOMALY_DETECTION_BAND");
  }

  /** Whether CloudWatch would take these as one alarm's: with ids of their own, and something that is held against a threshold. */
  public static boolean areAskable(List<AlarmQuery> all) {
    Set<String> ids = all.stream().map(AlarmQuery::id).collect(Collectors.toSet());
    return all.size() <= MOST && ids.size() == all.size()
        && all.stream().allMatch(one -> ID.matcher(one.id()).matches() && one.expression().length() <= LONGEST)
        && all.stream().anyMatch(AlarmQuery::isValue);
  }

  /** Whether it is the one that the alarm holds against its threshold. */
  public boolean isValue() {
    return watched && !isBand();
  }
}
