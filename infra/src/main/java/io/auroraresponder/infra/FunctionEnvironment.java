package io.auroraresponder.infra;

import io.auroraresponder.lambda.DeployedFunction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The environment of each function: of everything that the deployment knows, the variables that the function declares.
 *
 * <p>A variable that a function declares and nobody here knows is an error, so that a new one cannot be forgotten.
 */
final class FunctionEnvironment {
  /** Lambda takes at most 4 KB of names and values together (Lambda quotas). */
  private static final int MOST_BYTES = 4096;

  /** As long as what CloudFormation puts in place of a word may be: the longest partition, region and security group id, a topic's ARN. */
  private static final Map<String, Integer> LENGTHS = Map.of("AWS::Partition", 10, "AWS::Region", 14, "AWS::AccountId", 12);

  private static final Set<String> MAY_BE_MISSING =
      Set.of("DEPLOYMENT", "MAIL_DETAILS", "PROBE_ROOTS", "PROBE_SOURCE", "RESEND_HOURS", "TIME_ZONE", "EVENT_BUS");
  private static final int LONGEST_ID = 20;
  private static final int LONGEST_REFERENCE = 100;

  private final Map<String, String> known;
  private final UnaryOperator<Object> resolved;

  /** Variables that have a default in the functions and may therefore be left out. */
  static boolean mayBeMissing(String variable) {
    boolean ofSlack = variable.startsWith("SLACK_") && !variable.equals("SLACK_SIGNING_SECRET");
    return variable.startsWith("LIMIT_") || ofSlack || variable.startsWith("PAGE")
        || MAY_BE_MISSING.contains(variable);
  }

  /** {@code resolved}: a value with CloudFormation's words in place of the CDK's marks. */
  FunctionEnvironment(Map<String, String> known, UnaryOperator<Object> resolved) {
    this.known = new TreeMap<>(known);
    this.resolved = resolved;
  }

  Map<String, String> of(DeployedFunction function) {
    Map<String, String> values = new TreeMap<>();
    for (String variable : function.environment()) {
      String value = known.get(variable);
      if (value != null) {
        values.put(variable, value);
      } else if (!mayBeMissing(variable) && !isMadeWith(function, variable)) {
        throw new IllegalStateException("the " + function.id() + " function reads " + variable + ", which the deployment does not set");
      }
    }
    refuseLong(function, values);
    return values;
  }

  /** The role of the function that acts is made with it. */
  private static boolean isMadeWith(DeployedFunction function, String variable) {
    return function == DeployedFunction.REMEDIATION && variable.equals(ResponderFunction.OWN_ROLES);
  }

  /** What does not fit would fail at the end of a deployment, with a message that names no setting. */
  private void refuseLong(DeployedFunction function, Map<String, String> values) {
    int bytes = values.entrySet().stream().mapToInt(entry -> entry.getKey().length() + length(resolved.apply(entry.getValue()))).sum();
    if (bytes > MOST_BYTES) {
      throw new Context.RefusedException(
          "the settings of the " + function.id() + " function take up to " + bytes + " bytes, and Lambda has room for " + MOST_BYTES
          + ": name fewer places in 'probes' and the others in a second deployment (context 'name')");
    }
  }

  private static int length(Object value) {
    if (value instanceof List<?> parts) {
      return parts.stream().mapToInt(FunctionEnvironment::length).sum();
    }
    if (!(value instanceof Map<?, ?> word)) {
      return String.valueOf(value).getBytes(StandardCharsets.UTF_8).length;
    }
    if (word.get("Fn::Join") instanceof List<?> join && join.get(1) instanceof List<?> parts) {
      return length(parts) + String.valueOf(join.get(0)).length() * parts.size();
    }
    return word.containsKey("Fn::GetAtt") ? LONGEST_ID : LENGTHS.getOrDefault(String.valueOf(word.get("Ref")), LONGEST_REFERENCE);
  }
}
