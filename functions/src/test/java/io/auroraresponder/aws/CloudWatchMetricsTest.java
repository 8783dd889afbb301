package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
