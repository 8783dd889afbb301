package io.auroraresponder.infra;

import static java.util.stream.Collectors.toCollection;

import io.auroraresponder.intake.RdsEventTable;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.intake.RoutingTable.Route;
import io.auroraresponder.intake.RoutingTable.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The event patterns of the deployment, made from the routing table of the functions: one rule a runbook for alarms, one for RDS
 * events, one for each further type of event.
 *
 * <p>In each family one rule is "the rest": it takes whatever the others do not name, so nothing can fall between two rules and two
 * cannot take the same. Alarms are taken where they name a database, or where a rule cannot see whether they do (composite alarms);
 * the alarms of the other services in the account are none of our business. The one overlap that patterns cannot exclude is an alarm
 * over metrics of several runbooks: all of these get it, the routing table decides, the others answer "belongs to".
 *
 * <p>No state is left out: too little data is counted by the function that gets it.
 */
final class EventRules {
  /** EventBridge quota "event pattern size", characters; adjustable, but a deployment must not need that. */
  static final int LONGEST_PATTERN = 2048;

  private static final List<String> RUNBOOKS = RoutingTable.RUNBOOKS;
  private static final String REST_OF_ALARMS = restOfAlarms();

  /** Gets the RDS events that no runbook is named for but people should hear of, and ids that nobody knows. */
  private static final String REST_OF_RDS = RoutingTable.CONNECTIVITY;

  private static final List<String> RDS_TYPES =
      List.of("RDS DB Cluster Event", "RDS DB Instance Event", "RDS DB Cluster Snapshot Event", "RDS Blue Green Deployment Event");
  private static final Map<String, Object> EXISTS = Map.of("exists", true);
  private static final Map<String, Object> MISSING = Map.of("exists", false);

  private static final List<String> DATABASE_DIMENSIONS = List.of("DBClusterIdentifier", "DBInstanceIdentifier");

  private final List<String> ignoredAlarms;
  private final String account;
  private final String region;

  /**
   * One rule.
   *
   * @param id unique, part of the rule's name
   * @param runbook whose function gets what matches
   * @param pattern an EventBridge event pattern as JSON values
   * @param wakesRemediation whether the function that changes ranges gets it as well: it learns who else changed one
   */
  record EventRule(String id, String runbook, String description, Map<String, Object> pattern, boolean wakesRemediation) {
    EventRule(String id, String runbook, String description, Map<String, Object> pattern) {
      this(id, runbook, description, pattern, false);
    }
  }

  /**
   * Rules for a deployment.
   *
   * @param ignoredAlarms beginnings of alarm names that no rule forwards; the deployment's own alarms among them, or it would be its
   *     own patient
   * @param account the account of the deployment: an organisation's main account hears of its members' databases as well
   * @param region the region of the deployment: AWS Health tells two regions hear of other regions as well
   */
  EventRules(List<String> ignoredAlarms, String account, String region) {
    this.ignoredAlarms = List.copyOf(ignoredAlarms);
    this.account = account;
    this.region = region;
  }

  List<EventRule> all() {
    List<EventRule> rules = new ArrayList<>();
    for (String runbook : RUNBOOKS) {
      if (!watched(runbook).isEmpty()) {
        rules.add(new EventRule("alarms-" + runbook, runbook, "CloudWatch alarms for the runbook " + runbook, alarms(runbook)));
      }
    }
    for (String runbook : RUNBOOKS) {
      if (!rdsEvents(route -> route.runbook().equals(runbook)).isEmpty()) {
        rules.add(new EventRule("rds-" + runbook, runbook, "RDS events for the runbook " + runbook, rds(runbook)));
      }
    }
    rules.addAll(otherTypes());
    return rules;
  }

  private Map<String, Object> alarms(String runbook) {
    List<Object> ways = new ArrayList<>(databaseMetrics(namesOf(runbook)));
    if (runbook.equals(REST_OF_ALARMS)) {
      ways.addAll(unseen());
    }
    Map<String, Object> detail = ofOthers();
    detail.put("$or", ways);
    return event("aws.cloudwatch", List.of("CloudWatch Alarm State Change"), detail);
  }

  /** An alarm over many databases changes its state once; a contributor names the one. Those that are over end nothing. */
  private EventRule contributors(List<String> types, String runbook) {
    Map<String, Object> detail = ofOthers();
    detail.put("state", Map.of("value", List.of("ALARM")));
    detail.put("$or", DATABASE_DIMENSIONS.stream()
        .map(dimension -> Map.of("alarmContributor", Map.of("attributes", Map.of(dimension, List.of(EXISTS))))).toList());
    return new EventRule(
        "alarm-contributors", runbook, "The databases that an alarm over many is about", event("aws.cloudwatch", types, detail));
  }

  private Map<String, Object> ofOthers() {
    Map<String, Object> detail = new LinkedHashMap<>();
    if (!ignoredAlarms.isEmpty()) {
      detail.put("alarmName", List.of(Map.of("anything-but", Map.of("prefix", ignoredAlarms))));
    }
    return detail;
  }

  /** The names of the metrics that a runbook's rule takes. */
  private static List<Object> namesOf(String runbook) {
    if (runbook.equals(REST_OF_ALARMS)) {
      List<String> others = new ArrayList<>();
      watchedBy(route -> !route.runbook().equals(runbook))
          .forEach(route -> others.add(route.match() + (route.source() == Source.METRIC_PREFIX ? "*" : "")));
      return List.of(Map.of("anything-but", Map.of("wildcard", others)));
    }
    List<Object> names = new ArrayList<>();
    watched(runbook).forEach(route -> names.add(route.source() == Source.METRIC ? route.match() : Map.of("prefix", route.match())));
    return names;
  }

  /** In the namespace of RDS, or in one of the user's own under a dimension that names a database. */
  private static List<Object> databaseMetrics(List<Object> names) {
    List<Object> ways = new ArrayList<>();
    ways.add(metric(ordered("namespace", List.of("AWS/RDS"), "name", names)));
    for (String dimension : DATABASE_DIMENSIONS) {
      Map<String, Object> where = ordered("namespace", List.of(Map.of("anything-but", List.of("AWS/RDS", "AWS/DocDB", "AWS/Neptune"))),
          "name", names);
      where.put("dimensions", Map.of(dimension, List.of(EXISTS)));
      ways.add(metric(where));
    }
    return ways;
  }

  private static Map<String, Object> metric(Map<String, Object> where) {
    return Map.of("configuration", Map.of("metrics", Map.of("metricStat", Map.of("metric", where))));
  }

  /**
   * Composite alarms, expressions that ask for databases by themselves (Metrics Insights, Performance Insights), and forms that carry no
   * configuration.
   */
  private static List<Object> unseen() {
    List<Object> queries = new ArrayList<>();
    for (String word : List.of("AWS/RDS", "DBClusterIdentifier", "DBInstanceIdentifier", "DB_PERF_INSIGHTS")) {
      queries.add(Map.of("wildcard", "*" + word + "*"));
    }
    return List.of(
        Map.of("configuration", Map.of("alarmRule", List.of(EXISTS))),
        Map.of("configuration", Map.of("metrics", Map.of("expression", queries))),
        Map.of("configuration", ordered("alarmRule", List.of(MISSING), "metrics", Map.of("id", List.of(MISSING)))));
  }

  private static Map<String, Object> rds(String runbook) {
    if (!runbook.equals(REST_OF_RDS)) {
      return event("aws.rds", RDS_TYPES, Map.of("EventID", rdsEvents(route -> route.runbook().equals(runbook))));
    }
    TreeSet<String> others = new TreeSet<>(rdsEvents(route -> !route.runbook().equals(runbook)));
    RdsEventTable.all().stream()
        .filter(type -> type.runbook().isEmpty() && type.kind() == RdsEventTable.Kind.GOOD)
        .forEach(type -> others.add(type.id()));
    return event("aws.rds", RDS_TYPES, Map.of("EventID", List.of(Map.of("anything-but", List.copyOf(others)), MISSING)));
  }

  private List<EventRule> otherTypes() {
    Map<String, TreeSet<String>> types = new LinkedHashMap<>();
    Map<String, String> runbooks = new LinkedHashMap<>();
    for (Route route : RoutingTable.routes()) {
      if (route.source() == Source.DETAIL_TYPE) {
        String family = familyOf(route.match());
        types.computeIfAbsent(family, any -> new TreeSet<>()).add(route.match());
        String other = runbooks.put(family, route.runbook());
        if (other != null && !other.equals(route.runbook())) {
          throw new IllegalStateException("the events of " + family + " go to two runbooks, and its rule knows one");
        }
      }
    }
    List<EventRule> rules = new ArrayList<>();
    types.forEach((family, names) -> rules.add(other(family, List.copyOf(names), runbooks.getOrDefault(family, ""))));
    return rules;
  }

  private static String familyOf(String detailType) {
    if (detailType.startsWith("CloudWatch Alarm Contributor")) {
      return "alarm-contributors";
    }
    if (detailType.startsWith("AWS Health")) {
      return "health";
    }
    if (detailType.startsWith("AWS API Call")) {
      return "range-changes";
    }
    if (detailType.matches("(Backup|Copy) Job State Change|Recovery Point State Change")) {
      return "backup-jobs";
    }
    throw new IllegalStateException("the routing table has a detail-type that no rule forwards: " + detailType);
  }

  private EventRule other(String family, List<String> types, String runbook) {
    return switch (family) {
      case "alarm-contributors" -> contributors(types, runbook);
      case "health" -> new EventRule(family, runbook, "AWS Health news about RDS", event("aws.health", types, homeNews()));
      case "range-changes" ->
          new EventRule(
              family, runbook, "Who changed a cluster, as CloudTrail recorded it",
              event("aws.rds", types, ordered("eventSource", List.of("rds.amazonaws.com"), "eventName", List.of("ModifyDBCluster"))), true);
      default ->
          // Some of these events name no type of resource; AWS Backup calls Aurora clusters Aurora and their instances RDS.
          new EventRule(
              family, runbook, "AWS Backup jobs of databases",
              event("aws.backup", types, Map.of("resourceType", List.of("Aurora", "RDS", MISSING))));
    };
  }

  /**
   * News about this account and region. AWS Health sends a region's public news to a backup region as well, marked as such, and the news of
   * an organisation's members to its main account (AWS Health User Guide, "Creating EventBridge rules for AWS Region coverage").
   */
  private Map<String, Object> homeNews() {
    Map<String, Object> detail = ordered("service", List.of("RDS"), "eventRegion", List.of(region, MISSING));
    detail.put("affectedAccount", List.of(account, MISSING));
    detail.put("backupEvent", List.of(false, "false", MISSING));
    return detail;
  }

  private static Map<String, Object> event(String source, List<String> types, Map<String, Object> detail) {
    Map<String, Object> pattern = ordered("source", List.of(source), "detail-type", types);
    pattern.put("detail", detail);
    return pattern;
  }

  private static List<Route> watched(String runbook) {
    return watchedBy(route -> route.runbook().equals(runbook));
  }

  private static List<Route> watchedBy(Predicate<Route> wanted) {
    return RoutingTable.routes().stream()
        .filter(route -> route.source() == Source.METRIC || route.source() == Source.METRIC_PREFIX)
        .filter(wanted)
        .toList();
  }

  private static List<String> rdsEvents(Predicate<Route> wanted) {
    return List.copyOf(
        RoutingTable.routes().stream()
            .filter(route -> route.source() == Source.RDS_EVENT)
            .filter(wanted)
            .map(Route::match)
            .collect(toCollection(TreeSet::new)));
  }

  private static String restOfAlarms() {
    return RoutingTable.routes().stream()
        .filter(route -> route.source() == Source.ANY_OTHER_ALARM)
        .map(Route::runbook)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the routing table names no runbook for alarms that it does not know"));
  }

  /** Insertion order, so that the template is the same every time. */
  private static Map<String, Object> ordered(String key, Object value, String nextKey, Object nextValue) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    map.put(nextKey, nextValue);
    return map;
  }
}
