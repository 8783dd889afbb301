package io.auroraresponder.aws;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MessageData;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/**
 * Puts the pages of one GetMetricData together.
 *
 * <p>A query may be spread over pages; it is whole when its last part says Complete. The order of points is not trusted.
 */
final class MetricAnswers {
  /** By query, then by the label of the series: an expression may give several. */
  private final Map<String, Map<String, NavigableMap<Instant, Double>>> points = new HashMap<>();
  private final Map<String, Map<String, StatusCode>> last = new HashMap<>();
  private String trouble = "";

  void add(GetMetricDataResponse page) {
    for (MetricDataResult result : page.metricDataResults()) {
      String label = result.label() == null ? "" : result.label();
      NavigableMap<Instant, Double> all =
          points.computeIfAbsent(result.id(), unseen -> new LinkedHashMap<>()).computeIfAbsent(label, unseen -> new TreeMap<>());
      int pairs = Math.min(result.timestamps().size(), result.values().size());
      for (int i = 0; i < pairs; i++) {
        all.put(result.timestamps().get(i), result.values().get(i));
      }
      last.computeIfAbsent(result.id(), unseen -> new HashMap<>())
          .put(label, result.statusCode() == null ? StatusCode.UNKNOWN_TO_SDK_VERSION : result.statusCode());
    }
    page.messages().stream().findFirst().map(MessageData::value).ifPresent(this::brokenOff);
  }

  /** Why what is missing is missing; the first reason stays. */
  MetricAnswers brokenOff(String reason) {
    trouble = trouble.isEmpty() ? reason : trouble;
    return this;
  }

  /** Of a query that gives one series. */
  Reading<Series> reading(String id, String name, Instant from, Instant to) {
    return series(id, name, from, to).map(all -> all.values().stream().findFirst().orElse(Series.EMPTY));
  }

  /** Of a query that may give several, by their labels. */
  Reading<Map<String, Series>> series(String id, String name, Instant from, Instant to) {
    Map<String, StatusCode> ends = last.getOrDefault(id, Map.of());
    if (ends.isEmpty()) {
      return Reading.unavailable("CloudWatch answered half: " + name + " is missing" + because());
    }
    Optional<StatusCode> open = ends.values().stream().filter(end -> end != StatusCode.COMPLETE).findFirst();
    if (open.isPresent()) {
      return Reading.unavailable("CloudWatch answered half: " + name + " is " + open.get() + because());
    }
    Map<String, Series> all = new LinkedHashMap<>();
    points.getOrDefault(id, Map.of()).forEach((label, values) -> all.put(
        label, new Series(values.entrySet().stream().map(point -> new Series.Point(point.getKey(), point.getValue())).toList())));
    return Reading.known(all, from, to);
  }

  private String because() {
    return trouble.isEmpty() ? "" : " (" + trouble + ")";
  }
}
