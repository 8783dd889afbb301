package io.auroraresponder.aws;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
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
  private final Map<String, NavigableMap<Instant, Double>> points = new HashMap<>();
  private final Map<String, MetricDataResult> last = new HashMap<>();
  private String trouble = "";

  void add(GetMetricDataResponse page) {
    for (MetricDataResult result : page.metricDataResults()) {
      NavigableMap<Instant, Double> all = points.computeIfAbsent(result.id(), unseen -> new TreeMap<>());
      int pairs = Math.min(result.timestamps().size(), result.values().size());
      for (int i = 0; i < pairs; i++) {
        all.put(result.timestamps().get(i), result.values().get(i));
      }
      last.put(result.id(), result);
    }
    page.messages().stream().findFirst().map(MessageData::value).ifPresent(this::brokenOff);
  }

  /** Why what is missing is missing; the first reason stays. */
  MetricAnswers brokenOff(String reason) {
    trouble = trouble.isEmpty() ? reason : trouble;
    return this;
  }

  Reading<Series> reading(String id, String name, Instant from, Instant to) {
    MetricDataResult end = last.get(id);
    if (end == null) {
      return Reading.unavailable("CloudWatch answered half: " + name + " is missing" + because());
    }
    if (end.statusCode() != StatusCode.COMPLETE) {
      return Reading.unavailable("CloudWatch answered half: " + name + " is " + end.statusCodeAsString() + because());
    }
    NavigableMap<Instant, Double> all = points.getOrDefault(id, new TreeMap<>());
    Series series = new Series(all.entrySet().stream().map(point -> new Series.Point(point.getKey(), point.getValue())).toList());
    return Reading.known(series, from, to);
  }

  private String because() {
    return trouble.isEmpty() ? "" : " (" + trouble + ")";
  }
}
