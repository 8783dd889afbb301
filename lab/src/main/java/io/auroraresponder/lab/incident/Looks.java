package io.auroraresponder.lab.incident;

import io.auroraresponder.lab.account.RecordedCall;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lambda.DeployedFunction;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;

/** Counts looks as the account sees them: every runbook reads its cluster's metrics, and nothing else of a runbook function does. */
final class Looks {
  private static final Set<String> LOOKING =
      Stream.concat(
              Stream.of(Rights.THINKING),
              Arrays.stream(DeployedFunction.values()).filter(function -> function.runbook().isPresent()).map(DeployedFunction::id))
          .collect(Collectors.toUnmodifiableSet());

  private Looks() {}

  /** Clusters that were looked into by one invocation, whose calls are those from the given number on. */
  static int in(SimulatedAccount account, int from) {
    List<RecordedCall> calls = account.calls(from);
    return (int)
        calls.stream()
            .filter(call -> LOOKING.contains(call.caller()) && call.request() instanceof GetMetricDataRequest)
            .flatMap(call -> ((GetMetricDataRequest) call.request()).metricDataQueries().stream())
            .filter(query -> query.metricStat() != null)
            .flatMap(query -> query.metricStat().metric().dimensions().stream())
            .filter(dimension -> dimension.name().endsWith("Identifier"))
            .map(Dimension::value)
            .flatMap(name -> account.clusterOf(name).stream())
            .distinct()
            .count();
  }
}
