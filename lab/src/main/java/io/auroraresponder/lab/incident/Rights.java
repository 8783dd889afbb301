package io.auroraresponder.lab.incident;

import io.auroraresponder.lab.account.RecordedCall;
import io.auroraresponder.lab.wire.CallerIdentity;
import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.observation.ServiceCall;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Holds the calls that were made in an account against those that the functions declare, from which their policies are made. */
final class Rights {
  /** Under this name the runbook functions call where they run in one process; in containers each has its own, its id. */
  static final String THINKING = "runbooks";

  /** Under this name the function calls that decides and acts. */
  static final String ACTING = "remediation";

  private Rights() {}

  /**
   * Calls that a deployment would be refused, as {@code who: action}, sorted.
   *
   * @param runbooks those whose functions got the events
   */
  static Set<String> undeclared(List<RecordedCall> calls, Set<String> runbooks) {
    Set<String> thinking =
        Arrays.stream(DeployedFunction.values()).filter(function -> function.runbook().filter(runbooks::contains).isPresent())
            .flatMap(function -> actions(function).stream())
            .collect(Collectors.toSet());
    Set<String> acting = actions(DeployedFunction.REMEDIATION);
    Set<String> undeclared = new TreeSet<>();
    for (RecordedCall call : calls) {
      boolean allowed =
          switch (call.caller()) {
            case THINKING -> thinking.contains(call.action());
            case ACTING -> acting.contains(call.action());
            default -> Arrays.stream(DeployedFunction.values()).filter(function -> function.id().equals(call.caller()))
                .allMatch(function -> actions(function).contains(call.action()));
          };
      if (!allowed) {
        undeclared.add(call.caller() + ": " + call.action());
      }
    }
    return undeclared;
  }

  /**
   * Under which keys whom a deployment's policies let write or read: functions as they declare it and none writes what people say, a person
   * what people say under the own id alone.
   */
  static boolean allow(String caller, String table, String pk, boolean writes) {
    List<String> keys =
        Arrays.stream(DeployedFunction.values())
            .filter(one -> caller.equals(THINKING) ? one.runbook().isPresent() : one.id().equals(caller))
            .flatMap(one -> (writes ? one.writes() : one.reads()).stream())
            .toList();
    boolean person = keys.isEmpty() && Arrays.stream(DeployedFunction.values()).noneMatch(one -> one.id().equals(caller));
    if (table.equals(Deployment.OPERATORS) && !writes) {
      return true;
    }
    if (table.equals(Deployment.OPERATORS) && caller.equals(DeployedFunction.APPROVAL.id())) {
      return pk.startsWith("SLACK#");
    }
    if (table.equals(Deployment.OPERATORS)) {
      return person && Set.of("STOP", "RUN", CallerIdentity.USER).contains(pk);
    }
    return person || keys.stream().anyMatch(key -> key.endsWith("*") ? pk.startsWith(key.substring(0, key.length() - 1)) : pk.equals(key));
  }

  static Set<String> actions(DeployedFunction function) {
    return function.calls().stream().map(ServiceCall::action).collect(Collectors.toSet());
  }
}
