package io.auroraresponder.infra;

import io.auroraresponder.infra.AlarmPlan.Limit;
import io.auroraresponder.infra.AlarmPlan.Watched;
import io.auroraresponder.lambda.DeployedFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What watches the responder itself. These alarms tell people directly, by a topic that no function of ours touches, and their names
 * begin with a word that keeps the event rules away from them.
 */
final class OwnAlarms {
  private static final int FIVE_MINUTES = 300;

  /** Metrics of one alarm over an expression (CloudWatch quotas). */
  private static final int MOST_METRICS = 10;
  private static final String QUIET = "notBreaching";

  private final String name;
  private final DocLinks pages;

  OwnAlarms(String name, DocLinks pages) {
    this.name = name;
    this.pages = pages;
  }

  /** The beginning of the names of a deployment's own alarms. */
  static String prefix(String name) {
    return name + "-self-";
  }

  /** A function as it stands on AWS; a probe stands there once a VPC. */
  record Named(String functionName, DeployedFunction which) {}

  /** The namespace of what a deployment counts about itself. */
  static String namespace(String name) {
    return "AuroraResponder/" + name;
  }

  static final String SWEEP_METRIC = "SweepComplete";

  /**
   * The alarms of a deployment.
   *
   * @param rules names of its event rules
   */
  List<AlarmPlan> all(List<Named> functions, List<String> rules) {
    List<AlarmPlan> plans = new ArrayList<>(ofFunctions(functions));
    plans.add(sweep());
    plans.add(heartbeat(functionNamed(functions, DeployedFunction.PATROL), "patrol", "unfinished incidents are not taken up again"));
    plans.add(waiting());
    plans.add(arriving());
    plans.add(undelivered());
    plans.addAll(lastResort(functions, rules));
    return plans;
  }

  /** Those of each function. */
  List<AlarmPlan> ofFunctions(List<Named> functions) {
    List<AlarmPlan> plans = new ArrayList<>();
    for (Named function : functions) {
      plans.add(
          ofFunction(function, "errors", "Errors", "failed at least once in 5 minutes; what it could not handle is in the queue " + name
          + "-failures"));
      plans.add(ofFunction(function, "throttles", "Throttles",
          "was throttled at least once in 5 minutes: the account's concurrency is used up"));
    }
    return plans;
  }

  /** What is lost without a trace anywhere else: the queue of failures could not take it either. */
  private List<AlarmPlan> lastResort(List<Named> functions, List<String> rules) {
    List<String> names = functions.stream().map(Named::functionName).toList();
    List<AlarmPlan> plans = new ArrayList<>();
    plans.addAll(
        sums("events-dropped", "at least 1 event was dropped by Lambda before a function of " + name + " saw it", "AWS/Lambda",
            "AsyncEventsDropped", "FunctionName", names));
    plans.addAll(
        sums("destination-failures", "at least 1 failed event of a function of " + name + " could not be put into the queue " + name
            + "-failures", "AWS/Lambda", "DestinationDeliveryFailures", "FunctionName", names));
    plans.addAll(
        sums("rule-failures", "at least 1 event that a rule of " + name + " could not deliver could not be put into the queue " + name
            + "-failures either", "AWS/Events", "InvocationsFailedToBeSentToDlq", "RuleName", rules));
    return plans;
  }

  /** One alarm over the same metric of several things, or as many as it takes. */
  private List<AlarmPlan> sums(String id, String meaning, String namespace, String metric, String dimension, List<String> things) {
    List<AlarmPlan> plans = new ArrayList<>();
    for (int from = 0; from < things.size(); from += MOST_METRICS) {
      List<Watched> watched = new ArrayList<>();
      for (String thing : things.subList(from, Math.min(from + MOST_METRICS, things.size()))) {
        watched.add(new Watched("m" + watched.size(), namespace, metric, Map.of(dimension, thing), "Sum"));
      }
      String which = from == 0 ? id : id + "-" + (from / MOST_METRICS + 1);
      plans.add(
          new AlarmPlan(
              which, prefix(name) + which, meaning + " in 5 minutes. Read " + pages.troubleshooting(), watched,
              Optional.of("SUM(METRICS())"), new Limit("GreaterThanOrEqualToThreshold", 1, FIVE_MINUTES, 1, 1), QUIET));
    }
    return plans;
  }

  private static String functionNamed(List<Named> functions, DeployedFunction which) {
    return functions.stream().filter(one -> one.which() == which).map(Named::functionName).findFirst().orElseThrow();
  }

  private AlarmPlan ofFunction(Named function, String id, String metric, String meaning) {
    String ending = function.functionName().substring(name.length() + 1);
    return plan(
        ending + "-" + id, function.functionName() + " " + meaning,
        new Watched("m", "AWS/Lambda", metric, Map.of("FunctionName", function.functionName()), "Sum"),
        new Limit("GreaterThanOrEqualToThreshold", 1, FIVE_MINUTES, 1, 1), QUIET);
  }

  /** No data is the very thing to alarm on. */
  private AlarmPlan heartbeat(String functionName, String id, String meaning) {
    return plan(
        id + "-heartbeat", functionName + " was not woken for 5 minutes: " + meaning,
        new Watched("m", "AWS/Lambda", "Invocations", Map.of("FunctionName", functionName), "Sum"),
        new Limit("LessThanThreshold", 1, FIVE_MINUTES, 1, 1),
        "breaching");
  }

  /** Counted from the log: a sweep that fails, or ends before it has seen every cluster, leaves no line either. */
  private AlarmPlan sweep() {
    return plan(
        "sweep-heartbeat", "no sweep of " + name + " has tended every cluster for 5 minutes: leases may be neither verified nor given back",
        new Watched("m", namespace(name), SWEEP_METRIC, Map.of(), "Sum"),
        new Limit("LessThanThreshold", 1, FIVE_MINUTES, 1, 1),
        "breaching");
  }

  private AlarmPlan waiting() {
    return plan(
        "failures", "at least 1 event that could not be handled waits in the queue " + name + "-failures",
        new Watched("m", "AWS/SQS", "ApproximateNumberOfMessagesVisible", Map.of("QueueName", name + "-failures"), "Maximum"),
        new Limit("GreaterThanOrEqualToThreshold", 1, 60, 1, 1), QUIET);
  }

  /** The alarm above stands until somebody empties the queue, and tells nobody of a second event: this one does. */
  private AlarmPlan arriving() {
    return plan(
        "new-failures", "at least 1 event that could not be handled came into the queue " + name + "-failures in 5 minutes",
        new Watched("m", "AWS/SQS", "NumberOfMessagesSent", Map.of("QueueName", name + "-failures"), "Sum"),
        new Limit("GreaterThanOrEqualToThreshold", 1, FIVE_MINUTES, 1, 1), QUIET);
  }

  private AlarmPlan undelivered() {
    return plan(
        "undelivered", "at least 1 message of the topic " + name + "-findings did not reach a subscriber in 5 minutes",
        new Watched("m", "AWS/SNS", "NumberOfNotificationsFailed", Map.of("TopicName", name + "-findings"), "Sum"),
        new Limit("GreaterThanOrEqualToThreshold", 1, FIVE_MINUTES, 1, 1), QUIET);
  }

  private AlarmPlan plan(String id, String meaning, Watched watched, Limit limit, String missing) {
    return new AlarmPlan(id, prefix(name) + id, meaning + ". Read " + pages.troubleshooting(), List.of(watched), Optional.empty(), limit,
        missing);
  }
}
