package io.auroraresponder.intake;

import io.auroraresponder.incident.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which runbook looks into which signal: the one table, from which the deployment also makes its event rules.
 *
 * <p>A signal that reaches another function than the table says is ignored there by name, so that overlapping rules never make two
 * functions work on one signal.
 */
public final class RoutingTable {
  public static final String CONNECTIVITY = "connectivity";
  public static final String SLOW_QUERIES = "slow-queries";
  public static final String BACKUP = "backup";
  public static final String CAPACITY = "capacity";
  public static final String SCALING = "scaling";

  /** Every runbook that a signal may name. */
  public static final List<String> RUNBOOKS = List.of(CONNECTIVITY, SLOW_QUERIES, BACKUP, CAPACITY, SCALING);

  /** What decides the runbook. */
  public enum Source {
    /** The name of the watched CloudWatch metric. */
    METRIC,
    /** The beginning of that name; asked after all whole names. */
    METRIC_PREFIX,
    /** Composite, Metrics Insights and every metric that is not in the table. */
    ANY_OTHER_ALARM,
    /** RDS event id. */
    RDS_EVENT,
    /** EventBridge detail-type. */
    DETAIL_TYPE,
    /** A schedule of the deployment: daily or weekly. */
    SCHEDULE
  }

  /**
   * One line of the table.
   *
   * @param match what the source must be; empty for {@link Source#ANY_OTHER_ALARM}
   */
  public record Route(Source source, String match, String runbook) {}

  static final String ALARM_STATE_CHANGE = "CloudWatch Alarm State Change";
  static final String ALARM_CONTRIBUTOR = "CloudWatch Alarm Contributor State Change";
  static final String HEALTH_EVENT = "AWS Health Event";
  static final String API_CALL = "AWS API Call via CloudTrail";
  static final List<String> BACKUP_JOBS = List.of("Backup Job State Change", "Copy Job State Change", "Recovery Point State Change");

  private static final Map<String, String> METRICS = metrics();
  private static final List<Route> METRIC_PREFIXES =
      List.of(new Route(Source.METRIC_PREFIX, "DBLoad", CAPACITY), new Route(Source.METRIC_PREFIX, "AuroraReplicaLag", SCALING));

  private RoutingTable() {}

  /** The whole table, in the order in which it is asked. */
  public static List<Route> routes() {
    List<Route> all = new ArrayList<>();
    METRICS.forEach((metric, runbook) -> all.add(new Route(Source.METRIC, metric, runbook)));
    all.addAll(METRIC_PREFIXES);
    all.add(new Route(Source.ANY_OTHER_ALARM, "", CAPACITY));
    for (RdsEventTable.Type type : RdsEventTable.all()) {
      if (!type.runbook().isEmpty()) {
        all.add(new Route(Source.RDS_EVENT, type.id(), type.runbook()));
      }
    }
    BACKUP_JOBS.forEach(detailType -> all.add(new Route(Source.DETAIL_TYPE, detailType, BACKUP)));
    all.add(new Route(Source.DETAIL_TYPE, ALARM_CONTRIBUTOR, CAPACITY));
    all.add(new Route(Source.DETAIL_TYPE, HEALTH_EVENT, CONNECTIVITY));
    all.add(new Route(Source.DETAIL_TYPE, API_CALL, SCALING));
    all.add(new Route(Source.SCHEDULE, "daily", BACKUP));
    all.add(new Route(Source.SCHEDULE, "weekly", SCALING));
    return List.copyOf(all);
  }

  /** Of several metrics the first that the table knows decides; the watched one stands first. */
  public static String forAlarm(AlarmReading alarm) {
    if (alarm.definition().kind() == AlarmReading.Kind.METRICS_INSIGHTS) {
      // No event rule can see into a query, so these can only be sent where everything else goes.
      return CAPACITY;
    }
    return alarm.definition().metrics().stream()
        .map(watched -> forMetric(watched.metric()))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(CAPACITY);
  }

  static Optional<String> forMetric(String metric) {
    String exact = METRICS.get(metric);
    if (exact != null) {
      return Optional.of(exact);
    }
    return METRIC_PREFIXES.stream().filter(prefix -> metric.startsWith(prefix.match())).map(Route::runbook).findFirst();
  }

  /** Whether some runbook reads the metric; whether one of its checks judges it says the check itself. */
  static boolean isJudged(String metric) {
    return Metric.named(metric).isPresent() || METRIC_PREFIXES.stream().anyMatch(prefix -> metric.startsWith(prefix.match()));
  }

  /**
   * The runbook that looks into an event; schedules and requests may name theirs, or take the receiver's.
   *
   * @param receiver the receiving function's runbook, empty where one receiver serves them all
   * @return empty where no runbook looks into it
   */
  static Optional<String> forNotice(ParsedEvent notice, String receiver) {
    return switch (notice) {
      case ParsedEvent.Alarm alarm -> Optional.of(forAlarm(alarm.alarm()));
      case ParsedEvent.Rds rds -> RdsEventTable.named(rds.eventId()).map(RdsEventTable.Type::runbook).filter(name -> !name.isEmpty());
      case ParsedEvent.Health health -> Optional.of(CONNECTIVITY);
      case ParsedEvent.Backup backup -> Optional.of(BACKUP);
      case ParsedEvent.RangeChange change -> Optional.of(SCALING);
      case ParsedEvent.Rename rename -> Optional.of(SCALING);
      case ParsedEvent.Schedule schedule -> Optional.of(firstNamed(schedule.runbook(), receiver, BACKUP));
      case ParsedEvent.ByHand request -> Optional.of(firstNamed(request.runbook(), receiver, CAPACITY));
      case ParsedEvent.Unread unread -> Optional.empty();
      case ParsedEvent.Unusable unusable -> Optional.empty();
    };
  }

  private static String firstNamed(String named, String receiver, String otherwise) {
    if (!named.isEmpty()) {
      return named;
    }
    return receiver.isEmpty() ? otherwise : receiver;
  }

  private static Map<String, String> metrics() {
    Map<String, String> table = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      table.put(metric.cloudWatchName(), runbookOf(metric));
    }
    return table;
  }

  private static String runbookOf(Metric metric) {
    return switch (metric) {
      case CAPACITY, ACU_UTILIZATION, CPU, FREEABLE_MEMORY, DB_LOAD, DB_LOAD_CPU, DB_LOAD_WAITS, BUFFER_CACHE_HIT_RATIO, READ_IOPS,
          COMMIT_THROUGHPUT ->
          CAPACITY;
      case CONNECTIONS, CONNECTION_ATTEMPTS, UPTIME -> CONNECTIVITY;
      case COMMIT_LATENCY, DEADLOCKS, FREE_LOCAL_STORAGE, READ_LATENCY, SLOT_LAG, TRANSACTION_ID_AGE, WRITE_LATENCY -> SLOW_QUERIES;
      case REPLICA_LAG -> SCALING;
    };
  }
}
