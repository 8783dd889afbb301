package io.auroraresponder.lab.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MessageData;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** GetMetricData and DescribeAlarms over the simulated account; other operations are refused. */
final class SimulatedCloudWatch implements CloudWatchClient {
  /** Limits of GetMetricData (CloudWatch API reference). */
  private static final int MOST_QUERIES = 500;

  private static final int MOST_POINTS = 100_800;

  /** Characters (MetricDataQuery). */
  private static final int LONGEST_EXPRESSION = 2_048;

  /** How far back a Metrics Insights query reaches (User Guide, "Metrics Insights quotas"). */
  private static final Duration INSIGHTS = Duration.ofDays(14);

  /** Of DescribeAlarms (CloudWatch API reference). */
  private static final int MOST_ALARMS = 100;

  private final Line line;
  private final SimulatedAccount account;
  private final MetricStore store;

  SimulatedCloudWatch(Line line) {
    this.line = line;
    this.account = line.account();
    this.store = new MetricStore(account);
  }

  /** One query's answer over the whole window, oldest first. */
  private record Answer(String id, String label, List<MetricStore.Point> points) {}

  @Override
  public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
    return line.answerPart("GetMetricData", request, half -> {
      check(request);
      MetricMath math =
          new MetricMath(request.metricDataQueries(), this::lines, request.startTime(), request.endTime());
      List<Answer> answers = request.metricDataQueries().stream().flatMap(query -> answers(query, request, math).stream()).toList();
      return half ? half(answers) : page(answers, request);
    });
  }

  /** Definitions and states by name; without {@code alarmTypes} metric alarms alone, as CloudWatch does it. */
  @Override
  public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
    return line.answer("DescribeAlarms", request, () -> {
      List<World.Alarm> named =
          account.world().alarms().stream()
              .filter(alarm -> !request.hasAlarmNames() || request.alarmNames().contains(alarm.name()))
              .filter(alarm -> request.alarmNamePrefix() == null || alarm.name().startsWith(request.alarmNamePrefix()))
              .filter(alarm -> request.stateValue() == null
              || request.stateValueAsString().equals(account.alarms().state(alarm.name()).value()))
              .toList();
      boolean composite = request.alarmTypes().contains(AlarmType.COMPOSITE_ALARM);
      boolean metric = !request.hasAlarmTypes() || request.alarmTypes().contains(AlarmType.METRIC_ALARM);
      int size = request.maxRecords() == null ? MOST_ALARMS : request.maxRecords();
      Pages.Page<World.Alarm> page =
          Pages.page(
              named.stream().filter(alarm -> alarm.watch().isPresent() ? metric : composite).toList(), request.nextToken(),
              Math.min(size, account.world().pageSize()));
      return DescribeAlarmsResponse.builder()
          .metricAlarms(page.items().stream().filter(alarm -> alarm.watch().isPresent()).map(this::metricAlarm).toList())
          .compositeAlarms(page.items().stream().filter(alarm -> alarm.watch().isEmpty()).map(this::compositeAlarm).toList())
          .nextToken(page.marker())
          .build();
    });
  }

  private MetricAlarm metricAlarm(World.Alarm alarm) {
    World.Watch watch = alarm.watch().orElseThrow();
    SimulatedAlarms.State state = account.alarms().state(alarm.name());
    List<Dimension> dimensions =
        watch.dimensions().entrySet().stream().map(entry -> Dimension.builder().name(entry.getKey()).value(entry.getValue()).build())
        .toList();
    return MetricAlarm.builder()
        .alarmName(alarm.name())
        .alarmArn(account.alarmArn(alarm.name()))
        .namespace("AWS/RDS")
        .metricName(watch.metric())
        .dimensions(dimensions)
        .statistic(watch.statistic())
        .comparisonOperator(watch.comparison().api())
        .threshold(watch.threshold())
        .period((int) watch.period().toSeconds())
        .evaluationPeriods(watch.periods())
        .datapointsToAlarm(watch.datapoints())
        .treatMissingData(watch.missing().api())
        .stateValue(state.value())
        .stateReason(state.reason())
        .stateReasonData(state.data())
        .stateUpdatedTimestamp(state.since())
        .stateTransitionedTimestamp(state.since())
        .build();
  }

  private CompositeAlarm compositeAlarm(World.Alarm alarm) {
    SimulatedAlarms.State state = account.alarms().state(alarm.name());
    return CompositeAlarm.builder()
        .alarmName(alarm.name())
        .alarmArn(account.alarmArn(alarm.name()))
        .alarmRule(alarm.rule())
        .stateValue(state.value())
        .stateReason(state.reason())
        .stateReasonData(state.data())
        .stateUpdatedTimestamp(state.since())
        .stateTransitionedTimestamp(state.since())
        .build();
  }

  private static void check(GetMetricDataRequest request) {
    if (request.startTime() == null || request.endTime() == null || !request.startTime().isBefore(request.endTime())) {
      throw invalid("The parameter StartTime must be less than the parameter EndTime.");
    }
    if (request.metricDataQueries().isEmpty() || request.metricDataQueries().size() > MOST_QUERIES) {
      throw invalid("MetricDataQueries must have 1 to 500 entries.");
    }
    Set<String> ids = new HashSet<>();
    for (MetricDataQuery query : request.metricDataQueries()) {
      if (query.id() == null || !query.id().matches("[a-z][a-zA-Z0-9_]*") || !ids.add(query.id())) {
        throw invalid("The value '" + query.id() + "' for parameter Id is no id or stands twice.");
      }
      checkQuery(query, request);
    }
    if (request.metricDataQueries().stream().filter(SimulatedCloudWatch::isInsights).count() > 1) {
      throw invalid("A GetMetricData call can include only one Metrics Insights query.");
    }
    if (request.metricDataQueries().stream().noneMatch(query -> !Boolean.FALSE.equals(query.returnData()))) {
      throw invalid("At least one of the queries must have ReturnData true.");
    }
  }

  private static void checkQuery(MetricDataQuery query, GetMetricDataRequest request) {
    if ((query.metricStat() == null) == (query.expression() == null)) {
      throw invalid("Exactly one of MetricStat and Expression must be given for " + query.id() + ".");
    }
    Integer period = query.metricStat() == null ? query.period() : query.metricStat().period();
    boolean needed = query.metricStat() != null || isInsights(query);
    if (period == null ? needed : period <= 0 || period % 60 != 0) {
      throw invalid("Period must be a multiple of 60.");
    }
    if (query.expression() != null && query.expression().length() > LONGEST_EXPRESSION) {
      throw invalid("The expression of " + query.id() + " is longer than " + LONGEST_EXPRESSION + " characters.");
    }
    if (isInsights(query) && request.startTime().isBefore(request.endTime().minus(INSIGHTS))) {
      throw invalid("Metrics Insights queries the most recent two weeks alone.");
    }
  }

  private static boolean isInsights(MetricDataQuery query) {
    return query.expression() != null && InsightsQuery.isOne(query.expression());
  }

  private static List<Answer> answers(MetricDataQuery query, GetMetricDataRequest request, MetricMath math) {
    List<Answer> answers = new ArrayList<>();
    for (MetricMath.Line line : math.of(query)) {
      List<MetricStore.Point> points = new ArrayList<>();
      line.points().forEach((at, value) -> points.add(new MetricStore.Point(at, value)));
      answers.add(new Answer(query.id(), line.label(), request.scanBy() == ScanBy.TIMESTAMP_ASCENDING ? points : points.reversed()));
    }
    return Boolean.FALSE.equals(query.returnData()) ? List.of() : answers;
  }

  /** Of a metric, or of a Metrics Insights query. */
  private List<MetricMath.Line> lines(MetricDataQuery query, Instant from, Instant to) {
    if (query.metricStat() == null) {
      return insights(InsightsQuery.read(query.id(), query.expression()), query, from, to);
    }
    boolean here = query.accountId() == null || query.accountId().equals(account.world().account());
    List<MetricStore.Point> points = here ? store.points(query.metricStat(), from, to) : List.of();
    String label = query.label() == null ? query.metricStat().metric().metricName() : query.label();
    return List.of(line(label, query.metricStat().period(), points));
  }

  private static MetricMath.Line line(String label, int period, List<MetricStore.Point> points) {
    NavigableMap<Instant, Double> values = new TreeMap<>();
    points.forEach(point -> values.put(point.at(), point.value()));
    return new MetricMath.Line(label, period, values);
  }

  private List<MetricMath.Line> insights(InsightsQuery query, MetricDataQuery asked, Instant from, Instant to) {
    Map<String, NavigableMap<Instant, List<Double>>> groups = new TreeMap<>();
    for (Map<String, String> dimensions : store.dimensions()) {
      if (query.takes(dimensions)) {
        MetricStat stat = MetricStore.stat(query.namespace(), query.metric(), dimensions, asked.period(), query.statistic());
        store.points(stat, from, to).forEach(point -> groups.computeIfAbsent(query.label(dimensions), unseen -> new TreeMap<>())
            .computeIfAbsent(point.at(), unseen -> new ArrayList<>()).add(point.value()));
      }
    }
    List<MetricMath.Line> lines = new ArrayList<>();
    groups.forEach((label, points) -> {
      NavigableMap<Instant, Double> values = new TreeMap<>();
      points.forEach((at, all) -> values.put(at, MetricStore.together(query.statistic(), all)));
      lines.add(new MetricMath.Line(label, asked.period(), values));
    });
    Comparator<MetricMath.Line> bySum = Comparator.comparingDouble(one -> one.points().values().stream().mapToDouble(v -> v).sum());
    query.descending().ifPresent(descending -> lines.sort(descending ? bySum.reversed() : bySum));
    return lines.subList(0, Math.min(query.limit(), lines.size()));
  }

  /** Points of all queries in their order; a query whose points go on on the next page is PartialData on this one. */
  private GetMetricDataResponse page(List<Answer> answers, GetMetricDataRequest request) {
    // "NextToken is not returned if you are performing a math expression" (API reference, MetricDataResult).
    boolean hasPages = request.metricDataQueries().stream().allMatch(query -> query.expression() == null);
    int size = pageSize(request.maxDatapoints());
    int skip = position(request.nextToken());
    int begin = 0;
    List<MetricDataResult> results = new ArrayList<>();
    for (Answer answer : answers) {
      int end = begin + answer.points().size();
      int from = Math.min(Math.max(skip, begin), end);
      int to = Math.min(skip + size, end);
      boolean saidBefore = skip > 0 && end <= skip;
      if (!saidBefore && from <= to && (from < to || begin == end)) {
        results.add(result(answer, answer.points().subList(from - begin, to - begin), to < end));
      }
      begin = end;
    }
    return GetMetricDataResponse.builder()
        .metricDataResults(results)
        .nextToken(skip + size < begin && hasPages ? "from-" + (skip + size) : null)
        .build();
  }

  private int pageSize(@Nullable Integer maxDatapoints) {
    int asked = maxDatapoints == null ? MOST_POINTS : Math.min(MOST_POINTS, maxDatapoints);
    // A world with small pages has them here too; a page of points carries many more entries than one of clusters.
    return account.world().pageSize() < 100 ? Math.min(asked, account.world().pageSize() * 20) : asked;
  }

  private static int position(@Nullable String token) {
    if (token == null) {
      return 0;
    }
    if (!token.matches("from-\\d{1,9}")) {
      throw invalid("The token is invalid.");
    }
    return Integer.parseInt(token.substring("from-".length()));
  }

  private static MetricDataResult result(Answer answer, List<MetricStore.Point> points, boolean more) {
    return MetricDataResult.builder()
        .id(answer.id())
        .label(answer.label())
        .timestamps(points.stream().map(MetricStore.Point::at).toList())
        .values(points.stream().map(MetricStore.Point::value).toList())
        .statusCode(more ? StatusCode.PARTIAL_DATA : StatusCode.COMPLETE)
        .build();
  }

  /** The first half of the queries in full, of the others half the points and no word of where the rest is. */
  private static GetMetricDataResponse half(List<Answer> answers) {
    List<MetricDataResult> results = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i);
      boolean whole = i < answers.size() / 2;
      List<MetricStore.Point> points = whole ? answer.points() : answer.points().subList(0, answer.points().size() / 2);
      results.add(result(answer, points, !whole));
    }
    return GetMetricDataResponse.builder()
        .metricDataResults(results)
        .messages(MessageData.builder().code("InternalError").value("Some data could not be read.").build())
        .build();
  }

  private static AwsServiceException invalid(String message) {
    return ServiceErrors.error("cloudwatch", "ValidationError", message);
  }

  /** The longest window of one-minute points that CloudWatch keeps. */
  static final Duration KEPT = Duration.ofDays(15);

  static boolean kept(Instant minute, Instant now) {
    return !minute.isBefore(now.minus(KEPT));
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
