package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** Metric math, Metrics Insights queries and bands over two constant series, w-1's 8 and r-1's 2 ACU, and two that rise. */
class MetricMathTest {
  private static final Instant FROM = Instant.parse("2026-11-24T10:00:00Z");
  private static final Instant TO = Instant.parse("2026-11-24T10:10:00Z");
  private static final String WORLD =
      """
      range: {min: 0.5, max: 8}
      members: {w-1: writer, r-1: {role: reader, tier: 2}}
      load: {w-1: {acu: 8}, r-1: {acu: 2}}
      metrics: {w-1: {Deadlocks: {-24h: 1, -16m: 1, -15m: 121, 0: 1021}, DiskQueueDepth: {-24h: 0, 0: 100}}}
      """;

  private final SimulatedAccount account = Worlds.account(WORLD);

  private final List<MetricDataQuery> metrics =
      List.of(
          metric("m1", "ServerlessDatabaseCapacity", "w-1"), metric("m2", "ServerlessDatabaseCapacity", "r-1"),
          metric("none", "Nothing", "w-1"), metric("up", "Deadlocks", "w-1"), metric("slope", "DiskQueueDepth", "w-1"));

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "m1 + m2 * 2 | 12", "(m1 + m2) * 2 | 20", "m1 - m2 - 1 | 5", "-m2 ^ 2 + 5 | 1", "2 ^ m2 ^ 2 / m1 | 2", "100 * m1 / 2000 | 0.4",
      "m1 > m2 | 1", "m1 <= m2 | 0", "m1 == 8 AND m2 != 2 | 0", "m1 == 8 OR m2 != 2 | 1", "IF(m1 > 5, m2, 7) | 2", "IF(m1 < 5, m2, 7) | 7",
      "FILL(none, 3) + m1 | 11", "SUM(METRICS('m')) | 10", "AVG([m1, m2]) | 5", "MAX([m1,m2]) - MIN([m1,m2]) | 6", "m1 / AVG(m1) | 1",
      "m1 * PERIOD(m2) | 480", "METRIC_COUNT(METRICS()) * m2 | 10", "ABS(m2 - m1) | 6", "CEIL(m2 / 3) | 1", "FLOOR(m2 / 3) | 0",
      "STDDEV([m1,m2]) | 3", "m2 * DATAPOINT_COUNT(m1) | 20", "e2 / 2 | 5"})
  void whatAnExpressionSays(String expression, double value) {
    MetricDataResult result = answer(expression);

    assertThat(result.statusCode()).isEqualTo(StatusCode.COMPLETE);
    assertThat(result.values()).hasSize(10).containsOnly(value);
  }

  @Test
  void theChangeOfASeriesAndItsRateASecond() {
    assertThat(answer("DIFF(up)").values()).hasSize(9).allSatisfy(value -> assertThat(value).isEqualTo(60, within()));
    assertThat(answer("RATE(up)").values()).hasSize(9).allSatisfy(value -> assertThat(value).isEqualTo(1, within()));
    assertThat(answer("RUNNING_SUM(m2)").values()).first().isEqualTo(20.0);
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(0.001);
  }

  /** Where a part has no point, and where it would be divided by nothing, there is none. */
  @ParameterizedTest
  @ValueSource(strings = {"none + m1", "m1 / (m2 - 2)", "IF(m1 > 100, 1)"})
  void whatHasNoValueHasNoPoint(String expression) {
    assertThat(answer(expression).values()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "m1 +", "m9 + 1", "NOSUCH(m1)", "SUM(m1)", "[m1, m2] + [m1, m2]", "m1 m2", "e1 + 1", "PERIOD(METRICS())", "5",
      "DB_PERF_INSIGHTS('RDS', 'db-A', 'os.cpuUtilization.user.avg')", "SELECT MAX(CPUUtilization)",
      "SELECT AVG(CPUUtilization) FROM \"AWS/RDS\" WHERE a = 'b' OR c = 'd'"})
  void whatItDoesNotKnowIsRefused(String expression) {
    assertThatThrownBy(() -> answer(expression))
        .isInstanceOfSatisfying(AwsServiceException.class, refused ->
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ValidationError"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "SELECT MAX(ServerlessDatabaseCapacity) FROM SCHEMA(\"AWS/RDS\", DBInstanceIdentifier) | 8",
      "SELECT MIN(ServerlessDatabaseCapacity) FROM SCHEMA(\"AWS/RDS\", DBInstanceIdentifier) | 2",
      "select avg(ServerlessDatabaseCapacity) from schema(\"AWS/RDS\", DBInstanceIdentifier) | 5",
      "SELECT SUM(ServerlessDatabaseCapacity) FROM SCHEMA(\"AWS/RDS\", DBInstanceIdentifier) WHERE DBInstanceIdentifier != 'w-1' | 2",
      "SELECT AVG(ServerlessDatabaseCapacity) FROM SCHEMA(\"AWS/RDS\", DBClusterIdentifier) WHERE DBClusterIdentifier = 'orders-db' | 5",
      "SELECT MAX(ServerlessDatabaseCapacity) FROM \"AWS/RDS\" WHERE Role = 'READER' AND DBClusterIdentifier = 'orders-db' | 2"})
  void whatAQuerySelects(String query, double value) {
    assertThat(answer(query).values()).hasSize(10).containsOnly(value);
  }

  @Test
  void aGroupIsASeriesOfItsOwn() {
    List<MetricDataResult> results =
        answers("SELECT MAX(ServerlessDatabaseCapacity) FROM SCHEMA(\"AWS/RDS\", DBInstanceIdentifier) GROUP BY DBInstanceIdentifier"
            + " ORDER BY MAX() DESC LIMIT 5");

    assertThat(results).extracting(MetricDataResult::label).containsExactly("w-1", "r-1");
    assertThat(results).extracting(MetricDataResult::id).containsOnly("e1");
  }

  @Test
  void aBandHasTwoEndsAroundWhatWasUsual() {
    List<MetricDataResult> results = answers("ANOMALY_DETECTION_BAND(m1, 2)");
    List<MetricDataResult> ramp = answers("ANOMALY_DETECTION_BAND(slope, 1)");

    assertThat(results).hasSize(2);
    assertThat(results).allSatisfy(end -> assertThat(end.values()).containsOnly(8.0));
    assertThat(ramp.getFirst().values().getFirst()).isBetween(10.0, 30.0);
    assertThat(ramp.getLast().values().getFirst()).isBetween(65.0, 90.0);
  }

  @Test
  void oneQueryACallAndNoPagesBesideMath() {
    MetricDataQuery query = expression("q1", "SELECT MAX(CPUUtilization) FROM \"AWS/RDS\"");
    GetMetricDataRequest two = request(List.of(query, query.toBuilder().id("q2").build()));
    GetMetricDataRequest cut = request(List.of(metrics.getFirst(), expression("e1", "m1 * 2"))).toBuilder().maxDatapoints(15).build();

    assertThatThrownBy(() -> account.cloudWatch().getMetricData(two)).isInstanceOf(AwsServiceException.class);
    assertThat(account.cloudWatch().getMetricData(cut)).satisfies(answer -> {
      assertThat(answer.nextToken()).isNull();
      assertThat(answer.metricDataResults()).extracting(MetricDataResult::statusCode)
          .containsExactly(StatusCode.COMPLETE, StatusCode.PARTIAL_DATA);
    });
  }

  private MetricDataResult answer(String expression) {
    return answers(expression).getFirst();
  }

  private List<MetricDataResult> answers(String expression) {
    List<MetricDataQuery> all = new ArrayList<>(metrics.stream().map(one -> one.toBuilder().returnData(false).build()).toList());
    all.add(expression("e1", expression));
    all.add(expression("e2", "m1 + m2").toBuilder().returnData(false).build());
    return account.cloudWatch().getMetricData(request(all)).metricDataResults();
  }

  private static GetMetricDataRequest request(List<MetricDataQuery> queries) {
    return GetMetricDataRequest.builder().metricDataQueries(queries).startTime(FROM).endTime(TO).build();
  }

  private static MetricDataQuery expression(String id, String expression) {
    return MetricDataQuery.builder().id(id).expression(expression).period(60).build();
  }

  private static MetricDataQuery metric(String id, String name, String member) {
    Metric metric =
        Metric.builder().namespace("AWS/RDS").metricName(name)
            .dimensions(Dimension.builder().name("DBInstanceIdentifier").value(member).build()).build();
    return MetricDataQuery.builder().id(id).metricStat(stat -> stat.metric(metric).period(60).stat("Average")).build();
  }
}
