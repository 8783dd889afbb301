package io.auroraresponder.infra;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.constructs.Construct;

/**
 * An alarm before it is a resource, so that names, limits and texts can be read and tested without the CDK.
 *
 * @param id construct id, unique in its stack
 * @param name on AWS
 * @param description what it means, with its limit and where to read on
 * @param watched one metric, or the metrics of an expression
 * @param expression what is compared with the limit: a formula over what is watched, or, where nothing is, a Metrics Insights query; empty
 *     where there is one metric
 * @param limit what it is held against
 * @param missing how CloudWatch takes missing data: {@code breaching}, {@code notBreaching} or {@code missing}
 */
record AlarmPlan(String id, String name, String description, List<Watched> watched, Optional<String> expression, Limit limit,
    String missing) {

  /**
   * A metric.
   *
   * @param id in the expression
   * @param dimensions name to value
   * @param statistic for example {@code Average}
   */
  record Watched(String id, String namespace, String metric, Map<String, String> dimensions, String statistic) {
    Watched {
      dimensions = Collections.unmodifiableMap(new TreeMap<>(dimensions));
    }
  }

  /**
   * The limit.
   *
   * @param comparison CloudWatch's word, for example {@code GreaterThanOrEqualToThreshold}
   * @param periodSeconds length of a period
   * @param periods how many are looked at
   * @param breaching how many of them must breach
   */
  record Limit(String comparison, double threshold, int periodSeconds, int periods, int breaching) {
    static Limit atLeast(double threshold, int minutes) {
      return new Limit("GreaterThanOrEqualToThreshold", threshold, 60, minutes, minutes);
    }
  }

  AlarmPlan {
    watched = List.copyOf(watched);
  }

  /**
   * Makes it a resource.
   *
   * @param actions ARNs that it tells when it fires and when it is over; none where EventBridge is enough
   */
  CfnAlarm create(Construct scope, List<String> actions) {
    CfnAlarm.Builder alarm =
        CfnAlarm.Builder.create(scope, id)
            .alarmName(name)
            .alarmDescription(description)
            .comparisonOperator(limit.comparison())
            .threshold(limit.threshold())
            .evaluationPeriods(limit.periods())
            .datapointsToAlarm(limit.breaching())
            .treatMissingData(missing);
    if (!actions.isEmpty()) {
      alarm.alarmActions(actions).okActions(actions);
    }
    if (expression.isPresent()) {
      return alarm.metrics(queries(expression.get())).build();
    }
    Watched only = watched.getFirst();
    return alarm
        .namespace(only.namespace())
        .metricName(only.metric())
        .dimensions(dimensions(only))
        .statistic(only.statistic())
        .period(limit.periodSeconds())
        .build();
  }

  private List<Object> queries(String formula) {
    CfnAlarm.MetricDataQueryProperty.Builder result =
        CfnAlarm.MetricDataQueryProperty.builder().id("result").expression(formula).returnData(true);
    // A query has a period of its own and labels its series; a formula has the period of what it is over.
    List<Object> all = new ArrayList<>(List.of(watched.isEmpty() ? result.period(limit.periodSeconds()).build()
        : result.label(name).build()));
    for (Watched one : watched) {
      all.add(
          CfnAlarm.MetricDataQueryProperty.builder()
              .id(one.id())
              .returnData(false)
              .metricStat(
                  CfnAlarm.MetricStatProperty.builder()
                      .metric(CfnAlarm.MetricProperty.builder().namespace(one.namespace()).metricName(one.metric())
                      .dimensions(dimensions(one)).build())
                      .period(limit.periodSeconds())
                      .stat(one.statistic())
                      .build())
              .build());
    }
    return all;
  }

  private static List<CfnAlarm.DimensionProperty> dimensions(Watched one) {
    return one.dimensions().entrySet().stream()
        .map(entry -> CfnAlarm.DimensionProperty.builder().name(entry.getKey()).value(entry.getValue()).build())
        .toList();
  }
}
