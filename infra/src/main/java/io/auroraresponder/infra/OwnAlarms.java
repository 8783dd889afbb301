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

  List<AlarmPlan> all(List<Named> functions) {
    List<AlarmPlan> plans = new ArrayList<>();
    for (Named function : functions) {
      plans.add(
          ofFunction(function, "errors", "Errors", "failed at least once in 5 minutes; what it could not handle is in the queue " + name
          + "-failures"));
      plans.add(ofFunction(function, "throttles", "Throttles",
          "was throttled at least once in 5 minutes: the account's concurrency is used up"));
    }
    plans.add(heartbeat(functionNamed(functions, DeployedFunction.REMEDIATION), "sweep", "leases are not verified and not given back"));
    plans.add(heartbeat(functionNamed(functions, DeployedFunction.PATROL), "patrol", "unfinished incidents are not taken up again"));
    plans.add(waiting());
    plans.add(arriving());
    plans.add(undelivered());
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
