package io.auroraresponder.lab.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/**
 * The datapoints of namespace {@code AWS/RDS}: per instance, per cluster, and per cluster and role.
 *
 * <p>Names and dimension sets are matched exactly; what was never published gives nothing, and a unit that differs gives nothing.
 */
final class MetricStore {
  private final SimulatedAccount account;

  /** One aggregated datapoint. */
  record Point(Instant at, double value) {}

  /** Instances whose points are put together, those of minutes in which they had the role; no role: all. */
  private record Source(ClusterLife life, List<MemberLife> members, boolean cluster, String role) {
    boolean takes(Minute minute) {
      return role.isEmpty() || role.equals(minute.writer() ? "WRITER" : "READER");
    }
  }

  MetricStore(SimulatedAccount account) {
    this.account = account;
  }

  /** Points of periods that begin in the window, made of their complete minutes, oldest first. */
  List<Point> points(MetricStat stat, Instant from, Instant to) {
    Optional<Source> source = source(stat);
    // Any unit but the metric's own finds nothing; we know no units, so any unit finds nothing.
    if (source.isEmpty() || !"AWS/RDS".equals(stat.metric().namespace()) || stat.unit() != null) {
      return List.of();
    }
    Duration period = Duration.ofSeconds(stat.period());
    NavigableMap<Instant, List<DerivedMetrics.Sample>> periods = new TreeMap<>();
    collect(source.get(), stat.metric().metricName(), periods, period, from, to);
    List<Point> points = new ArrayList<>();
    periods.forEach((at, samples) -> points.add(new Point(at, value(stat.stat(), samples))));
    return points;
  }

  private void collect(
      Source source,
      String metric,
      NavigableMap<Instant, List<DerivedMetrics.Sample>> periods,
      Duration period,
      Instant from,
      Instant to) {
    Instant now = account.now();
    Instant visible = now.minus(account.world().metricDelay());
    for (MemberLife life : source.members()) {
      for (Minute minute : life.minutes().subMap(aligned(from, period), true, to, false).values()) {
        Instant at = aligned(minute.from(), period);
        if (at.isBefore(from) || !source.takes(minute) || minute.to().isAfter(visible) || !SimulatedCloudWatch.kept(minute.from(), now)) {
          continue;
        }
        sample(source, life, metric, minute).ifPresent(value -> periods.computeIfAbsent(at, unseen -> new ArrayList<>()).add(value));
      }
    }
  }

  private static Optional<DerivedMetrics.Sample> sample(Source source, MemberLife life, String metric, Minute minute) {
    // In the middle of the minute a straight line has its mean.
    Duration middle = source.life().offset(minute.from()).plus(Minute.LENGTH.dividedBy(2));
    Curve ofCluster = source.cluster() ? source.life().cluster.metrics().get(metric) : null;
    if (ofCluster != null) {
      double value = ofCluster.at(middle);
      return minute.writer() && !Double.isNaN(value) ? Optional.of(DerivedMetrics.Sample.of(value)) : Optional.empty();
    }
    return DerivedMetrics.of(metric, life.member, minute, middle);
  }

  /** The dimensions under which metrics are published: of each instance, of each cluster, and of each cluster's roles. */
  List<Map<String, String>> dimensions() {
    List<Map<String, String>> all = new ArrayList<>();
    for (ClusterLife life : account.lives()) {
      String cluster = account.name(life);
      life.members().forEach(member -> all.add(Map.of("DBInstanceIdentifier", member.member.id())));
      all.add(Map.of("DBClusterIdentifier", cluster));
      all.add(Map.of("DBClusterIdentifier", cluster, "Role", "WRITER"));
      all.add(Map.of("DBClusterIdentifier", cluster, "Role", "READER"));
    }
    return all;
  }

  static MetricStat stat(String namespace, String metric, Map<String, String> dimensions, int period, String statistic) {
    List<Dimension> named =
        dimensions.entrySet().stream().map(one -> Dimension.builder().name(one.getKey()).value(one.getValue()).build()).toList();
    return MetricStat.builder()
        .metric(Metric.builder().namespace(namespace).metricName(metric).dimensions(named).build())
        .period(period)
        .stat(statistic)
        .build();
  }

  /** Values of several metrics as one: counts are added. */
  static double together(String statistic, List<Double> values) {
    DoubleStream all = values.stream().mapToDouble(value -> value);
    return switch (statistic) {
      case "Average" -> all.average().orElseThrow();
      case "Maximum" -> all.max().orElseThrow();
      case "Minimum" -> all.min().orElseThrow();
      default -> all.sum();
    };
  }

  static Instant aligned(Instant moment, Duration period) {
    long seconds = period.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
  }

  private static double value(String stat, List<DerivedMetrics.Sample> samples) {
    return switch (stat) {
      case "Average" -> samples.stream().mapToDouble(DerivedMetrics.Sample::average).average().orElseThrow();
      case "Maximum" -> samples.stream().mapToDouble(DerivedMetrics.Sample::maximum).max().orElseThrow();
      case "Minimum" -> samples.stream().mapToDouble(DerivedMetrics.Sample::minimum).min().orElseThrow();
      case "Sum" -> samples.stream().mapToDouble(DerivedMetrics.Sample::average).sum();
      case "SampleCount" -> samples.size();
      default -> throw ServiceErrors.error("cloudwatch", "ValidationError", "The simulated account knows no statistic " + stat + ".");
    };
  }

  private Optional<Source> source(MetricStat stat) {
    Map<String, String> dimensions =
        stat.metric().dimensions().stream().collect(Collectors.toMap(Dimension::name, Dimension::value, (a, b) -> b));
    String instance = dimensions.get("DBInstanceIdentifier");
    String cluster = dimensions.get("DBClusterIdentifier");
    String role = dimensions.get("Role");
    if (instance != null && dimensions.size() == 1) {
      return account.lives().stream()
          .flatMap(life -> life.member(instance).map(member -> new Source(life, List.of(member), false, "")).stream())
          .findFirst();
    }
    if (cluster == null || dimensions.size() != (role == null ? 1 : 2)) {
      return Optional.empty();
    }
    return account.lives().stream()
        .filter(life -> account.name(life).equals(cluster))
        .findFirst()
        .map(life -> new Source(life, life.members(), role == null, role == null ? "" : role));
  }
}
