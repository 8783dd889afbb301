package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

class SimulatedCloudWatchTest {
  private static final Instant FROM = Instant.parse("2026-11-24T10:00:00Z");
  private static final Instant TO = Instant.parse("2026-11-24T10:10:00Z");
  private static final String TWO =
      """
      range: {min: 0.5, max: 8}
      members: {w-1: writer, r-1: {role: reader, tier: 2}}
      load: {w-1: {acu: 8, attempts: 3}, r-1: {acu: 2}}
      metrics: {orders-db: {VolumeBytesUsed: 5000}}
      """;

  private final SimulatedAccount account = Worlds.account(TWO);

  @Test
  void answersNewestFirstUnlessAskedOtherwise() {
    MetricDataResult newestFirst = one(request(query("a", "CPUUtilization", "w-1")));
    MetricDataResult oldestFirst = one(request(query("a", "CPUUtilization", "w-1")).toBuilder().scanBy(ScanBy.TIMESTAMP_ASCENDING).build());

    assertThat(newestFirst.timestamps()).first().isEqualTo(TO.minusSeconds(60));
    assertThat(oldestFirst.timestamps()).first().isEqualTo(FROM);
    assertThat(oldestFirst.timestamps()).hasSize(10);
  }

  @Test
  void capacityOfTheClusterIsTheMeanOfItsMembersAndARoleChoosesThem() {
    assertThat(one(request(byDimensions("ServerlessDatabaseCapacity", "DBClusterIdentifier", "orders-db"))).values()).containsOnly(5.0);
    assertThat(one(request(byDimensions("ServerlessDatabaseCapacity", "DBClusterIdentifier", "orders-db", "Role", "READER"))).values())
        .containsOnly(2.0);
    assertThat(one(request(byDimensions("VolumeBytesUsed", "DBClusterIdentifier", "orders-db"))).values()).containsOnly(5000.0);
  }

  @Test
  void aSetOfDimensionsThatNobodyPublishesGivesNothing() {
    assertThat(one(request(byDimensions("CPUUtilization", "DBInstanceIdentifier", "w-1", "Role", "WRITER"))).values()).isEmpty();
    assertThat(one(request(byDimensions("CPUUtilization", "DbInstanceIdentifier", "w-1"))).values()).isEmpty();
    assertThat(one(request(byDimensions("CpuUtilization", "DBInstanceIdentifier", "w-1"))).values()).isEmpty();
  }

  @Test
  void aUnitGivesNothing() {
    MetricDataQuery query = query("a", "CPUUtilization", "w-1").toBuilder()
        .metricStat(stat -> stat.metric(metric("CPUUtilization", "DBInstanceIdentifier", "w-1")).period(60).stat("Average")
        .unit(StandardUnit.BYTES)).build();

    assertThat(one(request(query)).values()).isEmpty();
  }

  @Test
  void sumsAttemptsOverAPeriod() {
    account.countConnection("w-1");
    account.clock().advance(java.time.Duration.ofMinutes(2));
    MetricDataQuery query = query("a", "ConnectionAttempts", "w-1").toBuilder()
        .metricStat(stat -> stat.metric(metric("ConnectionAttempts", "DBInstanceIdentifier", "w-1")).period(300).stat("Sum")).build();

    MetricDataResult result = one(request(query).toBuilder().endTime(TO.plusSeconds(480)).build());

    assertThat(result.timestamps()).containsExactly(Instant.parse("2026-11-24T10:15:00Z"), TO, FROM.plusSeconds(300), FROM);
    assertThat(result.values()).containsExactly(2 * 3 + 1.0, 15.0, 15.0, 15.0);
  }

  @Test
  void cutsPointsIntoPagesAndSaysSo() {
    GetMetricDataRequest request = request(query("a", "CPUUtilization", "w-1"), query("b", "CPUUtilization", "r-1")).toBuilder()
        .maxDatapoints(15).build();

    GetMetricDataResponse first = account.cloudWatch().getMetricData(request);
    GetMetricDataResponse second = account.cloudWatch().getMetricData(request.toBuilder().nextToken(first.nextToken()).build());

    assertThat(first.metricDataResults()).extracting(MetricDataResult::statusCode)
        .containsExactly(StatusCode.COMPLETE, StatusCode.PARTIAL_DATA);
    assertThat(second.metricDataResults()).extracting(MetricDataResult::id).containsExactly("b");
    assertThat(second.metricDataResults().getFirst().values()).hasSize(5);
    assertThat(second.metricDataResults().getFirst().statusCode()).isEqualTo(StatusCode.COMPLETE);
    assertThat(second.nextToken()).isNull();
  }

  @Test
  void answersHalfOnRequestAndThenInFullAgain() {
    account.fault(new World.Fault("cloudwatch:GetMetricData", 0, 1, new World.Answer.Half()));
    GetMetricDataRequest request = request(query("a", "CPUUtilization", "w-1"), query("b", "CPUUtilization", "r-1"));

    GetMetricDataResponse half = account.cloudWatch().getMetricData(request);
    GetMetricDataResponse full = account.cloudWatch().getMetricData(request);

    assertThat(half.metricDataResults()).extracting(MetricDataResult::statusCode)
        .containsExactly(StatusCode.COMPLETE, StatusCode.PARTIAL_DATA);
    assertThat(half.messages()).isNotEmpty();
    assertThat(half.nextToken()).isNull();
    assertThat(full.metricDataResults()).extracting(MetricDataResult::statusCode).containsOnly(StatusCode.COMPLETE);
  }

  @Test
  void refusesWhatCloudWatchRefuses() {
    MetricDataQuery good = query("a", "CPUUtilization", "w-1");

    assertInvalid(request(good).toBuilder().startTime(TO).endTime(FROM).build());
    assertInvalid(request());
    assertInvalid(request(good, good));
    assertInvalid(request(good.toBuilder().id("A").build()));
    assertInvalid(request(MetricDataQuery.builder().id("e").expression("a / 2").build()));
    assertInvalid(request(good.toBuilder().metricStat(stat ->
        stat.metric(metric("CPUUtilization", "DBInstanceIdentifier", "w-1")).period(90).stat("Average")).build()));
    assertInvalid(request(good).toBuilder().nextToken("invented").build());
  }

  @Test
  void recordsEveryCall() {
    account.cloudWatch().getMetricData(request(query("a", "CPUUtilization", "w-1")));
    account.rds().describeDBClusters();

    assertThat(account.calls()).extracting(RecordedCall::action).containsExactly("cloudwatch:GetMetricData", "rds:DescribeDBClusters");
    assertThat(account.calls().getFirst().request()).isInstanceOf(GetMetricDataRequest.class);
  }

  @Test
  void metricsCanComeLate() {
    SimulatedAccount late = Worlds.of("metricDelay: 2m\nclusters:\n  orders-db:\n" + TWO.indent(4));
    GetMetricDataRequest request = request(query("a", "CPUUtilization", "w-1")).toBuilder().endTime(TO.plusSeconds(600)).build();

    assertThat(late.cloudWatch().getMetricData(request).metricDataResults().getFirst().timestamps()).first()
        .isEqualTo(Instant.parse("2026-11-24T10:12:00Z"));
  }

  private void assertInvalid(GetMetricDataRequest request) {
    assertThatThrownBy(() -> account.cloudWatch().getMetricData(request))
        .isInstanceOfSatisfying(AwsServiceException.class, refused ->
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ValidationError"));
  }

  private MetricDataResult one(GetMetricDataRequest request) {
    return account.cloudWatch().getMetricData(request).metricDataResults().getFirst();
  }

  private static GetMetricDataRequest request(MetricDataQuery... queries) {
    return GetMetricDataRequest.builder().metricDataQueries(List.of(queries)).startTime(FROM).endTime(TO).build();
  }

  private static MetricDataQuery query(String id, String metric, String member) {
    return MetricDataQuery.builder().id(id).metricStat(stat ->
        stat.metric(metric(metric, "DBInstanceIdentifier", member)).period(60).stat("Average")).build();
  }

  private static MetricDataQuery byDimensions(String metric, String... namesAndValues) {
    return MetricDataQuery.builder().id("a").metricStat(stat -> stat.metric(metric(metric, namesAndValues)).period(60).stat("Average"))
        .build();
  }

  private static Metric metric(String name, String... namesAndValues) {
    List<Dimension> dimensions = new java.util.ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      dimensions.add(Dimension.builder().name(namesAndValues[i]).value(namesAndValues[i + 1]).build());
    }
    return Metric.builder().namespace("AWS/RDS").metricName(name).dimensions(dimensions).build();
  }
}
