package io.auroraresponder.infra;

import io.auroraresponder.lambda.DeployedFunction;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment of each function: of everything that the deployment knows, the variables that the function declares.
 *
 * <p>A variable that a function declares and nobody here knows is an error, so that a new one cannot be forgotten.
 */
final class FunctionEnvironment {
  private final Map<String, String> known;

  /** Variables that have a default in the functions and may therefore be left out. */
  static boolean mayBeMissing(String variable) {
    return variable.startsWith("LIMIT_") || variable.equals("PROBE_ROOTS") || variable.equals("PROBE_SOURCE");
  }

  FunctionEnvironment(Map<String, String> known) {
    this.known = new TreeMap<>(known);
  }

  Map<String, String> of(DeployedFunction function) {
    Map<String, String> values = new TreeMap<>();
    for (String variable : function.environment()) {
      String value = known.get(variable);
      if (value != null) {
        values.put(variable, value);
      } else if (!mayBeMissing(variable)) {
        throw new IllegalStateException("the " + function.id() + " function reads " + variable + ", which the deployment does not set");
      }
    }
    return values;
  }
}
