package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.AlarmLimits;
import io.auroraresponder.incident.AlarmMetric;
import io.auroraresponder.incident.AlarmQuery;
import io.auroraresponder.incident.AlarmSeries;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MessageData;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

class CloudWatchMetricsTest {
  private static final Instant FROM = Instant.parse("2026-11-24T10:00:00Z");
  private static final Instant TO = Instant.parse("2026-11-24T10:15:00Z");
  private static final String WRITER = "orders-db-instance-1";
  private static final String READER = "orders-db-instance-2";

  private final FakeCloudWatch cloudWatch = new FakeCloudWatch();
  private final CloudWatchMetrics source = new CloudWatchMetrics(() -> cloudWatch);

  @Test
  void asksOnceForAllMembersAndMetrics() {
    cloudWatch.answer = request -> complete(request);

    Metrics metrics = source.read(List.of(WRITER, READER), EnumSet.allOf(Metric.class), FROM, TO);

    assertThat(cloudWatch.requests).hasSize(1);
    List<MetricDataQuery> queries = cloudWatch.requests.getFirst().metricDataQueries();
    assertThat(queries).hasSize(2 * Metric.values().length);
    assertThat(queries).allSatisfy(query -> {
      assertThat(query.metricStat().unit()).isNull();
      assertThat(query.metricStat().period()).isEqualTo(60);
      assertThat(query.metricStat().metric().dimensions().getFirst().name()).isEqualTo("DBInstanceIdentifier");
    });
    assertThat(metrics.of(READER, Metric.CPU)).isEqualTo(Reading.known(new Series(List.of(new Series.Point(FROM, 1))), FROM, TO));
  }

  @Test
  void countsAttemptsTakesTheWorstLagAndTheMeanOfCapacity() {
    cloudWatch.answer = request -> complete(request);

    source.read(List.of(READER), Set.of(Metric.CONNECTION_ATTEMPTS, Metric.REPLICA_LAG, Metric.CAPACITY), FROM, TO);

    assertThat(cloudWatch.requests.getFirst().metricDataQueries())
        .extracting(query -> query.metricStat().metric().metricName() + " " + query.metricStat().stat())
        .containsExactlyInAnyOrder("ConnectionAttempts Sum", "AuroraReplicaLag Maximum", "ServerlessDatabaseCapacity Average");
  }

  @Test
  void putsPointsInOrder() {
    cloudWatch.answer = request -> response(result("q0", StatusCode.COMPLETE, FROM.plusSeconds(120), 3, FROM, 1, FROM.plusSeconds(60), 2));

    Metrics metrics = source.read(List.of(WRITER), Set.of(Metric.CPU), FROM, TO);

    assertThat(series(metrics).points()).extracting(Series.Point::value).containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void putsPagesTogether() {
    cloudWatch.answer = request -> request.nextToken() == null
        ? response(result("q0", StatusCode.PARTIAL_DATA, FROM.plusSeconds(60), 2)).toBuilder().nextToken("more").build()
        : response(result("q0", StatusCode.COMPLETE, FROM, 1));

    Metrics metrics = source.read(List.of(WRITER), Set.of(Metric.CPU), FROM, TO);

    assertThat(series(metrics).points()).extracting(Series.Point::value).containsExactly(1.0, 2.0);
  }

  @Test
  void saysWhichHalfIsMissingWhenTheAnswerIsPartial() {
    cloudWatch.answer = request -> response(result("q0", StatusCode.COMPLETE, FROM, 1), result("q1", StatusCode.PARTIAL_DATA, FROM, 1))
        .toBuilder()
        .messages(MessageData.builder().code("InternalError").value("try later").build())
        .build();

    Metrics metrics = source.read(List.of(WRITER, READER), Set.of(Metric.CPU), FROM, TO);

    assertThat(metrics.of(WRITER, Metric.CPU).isKnown()).isTrue();
    assertThat(metrics.of(READER, Metric.CPU))
        .isEqualTo(Reading.unavailable("CloudWatch answered half: CPUUtilization of orders-db-instance-2 is PartialData (try later)"));
  }

  @Test
  void saysThatAQueryWithoutResultIsMissing() {
    cloudWatch.answer = request -> response(result("q0", StatusCode.COMPLETE, FROM, 1));

    Metrics metrics = source.read(List.of(WRITER, READER), Set.of(Metric.CPU), FROM, TO);

    assertThat(metrics.of(READER, Metric.CPU))
        .isEqualTo(Reading.unavailable("CloudWatch answered half: CPUUtilization of orders-db-instance-2 is missing"));
  }

  @Test
  void takesAnEmptySeriesForWhatItIs() {
    cloudWatch.answer = request -> response(result("q0", StatusCode.COMPLETE));

    Metrics metrics = source.read(List.of(WRITER), Set.of(Metric.CPU), FROM, TO);

    assertThat(series(metrics)).isEqualTo(Series.EMPTY);
  }

  @Test
  void keepsWhatWasCompleteWhenTheSecondPageFails() {
    cloudWatch.answer = request -> {
      if (request.nextToken() != null) {
        throw Errors.filled(CloudWatchException.builder(), "Throttling", 400);
      }
      return response(result("q0", StatusCode.COMPLETE, FROM, 1), result("q1", StatusCode.PARTIAL_DATA, FROM, 1)).toBuilder()
          .nextToken("more").build();
    };

    Metrics metrics = source.read(List.of(WRITER, READER), Set.of(Metric.CPU), FROM, TO);

    assertThat(metrics.of(WRITER, Metric.CPU).isKnown()).isTrue();
    assertThat(metrics.of(READER, Metric.CPU))
        .isInstanceOfSatisfying(Reading.Unavailable.class, gap -> assertThat(gap.reason()).contains("because of Throttling"));
  }

  @Test
  void failsWhenNothingIsAnswered() {
    cloudWatch.answer = request -> {
      throw Errors.filled(CloudWatchException.builder(), "InternalServiceFault", 500);
    };

    assertThatThrownBy(() -> source.read(List.of(WRITER), Set.of(Metric.CPU), FROM, TO))
        .isInstanceOfSatisfying(DependencyException.class, failure -> assertThat(failure.retryable()).isTrue());
  }

  @Test
  void givesUpOnATokenThatNeverEnds() {
    cloudWatch.answer = request -> response(result("q0", StatusCode.PARTIAL_DATA, FROM, 1)).toBuilder().nextToken("again").build();

    Metrics metrics = source.read(List.of(WRITER), Set.of(Metric.CPU), FROM, TO);

    assertThat(metrics.of(WRITER, Metric.CPU).isKnown()).isFalse();
    assertThat(cloudWatch.requests).hasSizeLessThan(100);
  }

  @Test
  void asksNothingWhereNothingIsWanted() {
    Metrics metrics = source.read(List.of(), Set.of(Metric.CPU), FROM, TO);

    assertThat(metrics.byMember()).isEmpty();
    assertThat(cloudWatch.requests).isEmpty();
  }

  /** With metric math in it an answer has no further pages, and METRICS() would mean the metrics of the look too. */
  @Test
  void anAlarmOfSeveralQueriesIsAskedApartAsItIs() {
    cloudWatch.answer = request -> request.metricDataQueries().getFirst().id().equals("m1")
        ? response(result("e1", StatusCode.COMPLETE, FROM, 99)) : complete(request);

    Metrics metrics = source.read(List.of(WRITER), Set.of(Metric.CPU), Optional.of(math("100 * m1 / PERIOD(METRICS())")), FROM, TO);

    assertThat(cloudWatch.requests).hasSize(2);
    GetMetricDataRequest apart =
        cloudWatch.requests.stream().filter(one -> one.metricDataQueries().size() == 2).findFirst().orElseThrow();
    assertThat(apart.metricDataQueries()).extracting(MetricDataQuery::id).containsExactly("m1", "e1");
    assertThat(apart.metricDataQueries()).extracting(MetricDataQuery::expression).containsExactly(null, "100 * m1 / PERIOD(METRICS())");
    assertThat(apart.metricDataQueries()).extracting(MetricDataQuery::returnData).containsExactly(false, true);
    assertThat(apart.metricDataQueries().getFirst().metricStat().period()).isEqualTo(300);
    assertThat(apart.startTime()).isEqualTo(TO.minus(Duration.ofHours(3)));
    assertThat(metrics.alarm().map(AlarmSeries::values).orElse(Series.EMPTY).points()).extracting(Series.Point::value)
        .containsExactly(99.0);
    assertThat(metrics.of(WRITER, Metric.CPU).isKnown()).isTrue();
  }

  @Test
  void whatCloudWatchRefusesOfTheAlarmCostsTheLookNothing() {
    cloudWatch.answer = request -> {
      if (request.metricDataQueries().getFirst().id().equals("m1")) {
        throw Errors.filled(CloudWatchException.builder(), "ValidationError", 400);
      }
      return complete(request);
    };

    Metrics metrics = source.read(List.of(WRITER), Set.of(Metric.CPU), Optional.of(math("NOSUCH(m1)")), FROM, TO);

    assertThat(metrics.of(WRITER, Metric.CPU).isKnown()).isTrue();
    assertThat(metrics.alarm())
        .isInstanceOfSatisfying(Reading.Unavailable.class, gap -> assertThat(gap.reason()).contains("GetMetricData", "ValidationError"));
  }

  @Test
  void theEndsOfABandAreTwoSeriesOfOneId() {
    AlarmQuery metric =
        new AlarmQuery("m1", "", "", "AWS/RDS", "CommitLatency", Map.of("DBInstanceIdentifier", WRITER), "Average", Duration.ofMinutes(1),
            true);
    AlarmQuery band = new AlarmQuery("ad1", "ANOMALY_DETECTION_BAND(m1, 2)", "", "", "", Map.of(), "", Duration.ZERO, true);
    cloudWatch.answer = request -> request.metricDataQueries().size() == 1 ? complete(request)
        : response(result("m1", StatusCode.COMPLETE, FROM, 41), labelled("ad1", "high", FROM, 9), labelled("ad1", "low", FROM, 2));

    AlarmSeries read =
        source.read(List.of(WRITER), Set.of(Metric.CPU), Optional.of(alarm("CommitLatency", List.of(metric, band))), FROM, TO).alarm()
        .orElse(AlarmSeries.EMPTY);

    assertThat(read.values().points()).containsExactly(new Series.Point(FROM, 41));
    assertThat(read.lower().points()).containsExactly(new Series.Point(FROM, 2));
    assertThat(read.upper().points()).containsExactly(new Series.Point(FROM, 9));
  }

  /** One alarm over all databases: the series of other clusters are not this one's. */
  @Test
  void ofManySeriesThoseThatNameAMemberAreTaken() {
    AlarmQuery query =
        new AlarmQuery("q1", "SELECT MAX(CPUUtilization) FROM SCHEMA(\"AWS/RDS\", DBInstanceIdentifier) GROUP BY DBInstanceIdentifier", "",
            "", "", Map.of(), "", Duration.ofMinutes(5), true);
    AlarmMetric fleet = alarm("", List.of(query));
    cloudWatch.answer = request -> request.metricDataQueries().getFirst().expression() == null ? complete(request)
        : response(labelled("q1", "billing-db-1", FROM, 99), labelled("q1", WRITER, FROM, 40), labelled("q1", READER, FROM, 60));

    Reading<AlarmSeries> ours = source.read(List.of(WRITER, READER), Set.of(Metric.CPU), Optional.of(fleet), FROM, TO).alarm();
    Reading<AlarmSeries> strangers = source.read(List.of("else-1"), Set.of(Metric.CPU), Optional.of(fleet), FROM, TO).alarm();

    assertThat(ours.map(AlarmSeries::values).orElse(Series.EMPTY).points()).containsExactly(new Series.Point(FROM, 60));
    assertThat(strangers).isEqualTo(Reading.unavailable(
        "the share, which the alarm watches, has 3 series, none of which bears the name of a database of this cluster"));
  }

  private static MetricDataResult labelled(String id, String label, Object... timesAndValues) {
    return result(id, StatusCode.COMPLETE, timesAndValues).toBuilder().label(label).build();
  }

  private static AlarmMetric math(String expression) {
    AlarmQuery metric =
        new AlarmQuery("m1", "", "", "AWS/RDS", "DatabaseConnections", Map.of("DBClusterIdentifier", "orders-db"), "Maximum",
            Duration.ofMinutes(5), false);
    return alarm("", List.of(metric, new AlarmQuery("e1", expression, "", "", "", Map.of(), "", Duration.ZERO, true)));
  }

  private static AlarmMetric alarm(String metric, List<AlarmQuery> queries) {
    return new AlarmMetric(
        metric.isEmpty() ? "the share" : metric, metric.isEmpty() ? "" : "AWS/RDS", Map.of(), "Average", Duration.ofMinutes(5),
        AlarmLimits.above(90), Optional.of(97.0), "", false, false, queries);
  }

  private static Series series(Metrics metrics) {
    return metrics.of(WRITER, Metric.CPU).orElse(new Series(List.of(new Series.Point(TO, -1))));
  }

  private static GetMetricDataResponse complete(GetMetricDataRequest request) {
    return GetMetricDataResponse.builder()
        .metricDataResults(request.metricDataQueries().stream().map(query -> result(query.id(), StatusCode.COMPLETE, FROM, 1)).toList())
        .build();
  }

  private static GetMetricDataResponse response(MetricDataResult... results) {
    return GetMetricDataResponse.builder().metricDataResults(results).build();
  }

  private static MetricDataResult result(String id, StatusCode status, Object... timesAndValues) {
    List<Instant> times = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < timesAndValues.length; i += 2) {
      times.add((Instant) timesAndValues[i]);
      values.add(((Integer) timesAndValues[i + 1]).doubleValue());
    }
    return MetricDataResult.builder().id(id).statusCode(status).timestamps(times).values(values).build();
  }

  private static final class FakeCloudWatch implements CloudWatchClient {
    final List<GetMetricDataRequest> requests = new ArrayList<>();
    Function<GetMetricDataRequest, GetMetricDataResponse> answer = CloudWatchClient.super::getMetricData;

    @Override
    public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
      requests.add(request);
      return answer.apply(request);
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
