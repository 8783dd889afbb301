package io.auroraresponder.runbook.capacity;

import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;

/** The words for a condition that ends the look. */
final class ConditionWords {
  private ConditionWords() {}

  static Explanation of(Condition condition, CapacityEvidence evidence) {
    String name = evidence.incident().cluster().value();
    return switch (condition) {
      case PAUSED ->
          CapacityDiagnostician.quiet(
              Severity.INFO,
              Phrase.of(name + " is ").and("", Phrase.quoting("Database", evidence.at(), reason(evidence))).and("", Phrase.of(".")),
              "No user is connected; the next connection wakes it in about half a minute.");
      case STOPPED ->
          CapacityDiagnostician.quiet(
              Severity.WARNING,
              Phrase.of(name + " is {}.", Fact.word("rds:DescribeDBClusters Status", evidence.at(), status(evidence))),
              "Nobody can connect until it is started.");
      case NOT_SERVERLESS -> Provisioned.of(evidence).orElseGet(() ->
          CapacityDiagnostician.quiet(
              Severity.INFO,
              Phrase.of(name + " has no Serverless v2 capacity (engine mode {}); nothing is changed.",
                  Fact.word("rds:DescribeDBClusters EngineMode", evidence.at(), mode(evidence))),
              "This runbook does not judge v1 clusters."));
      case HEALED, AT_ENGINE_LIMIT, AT_POLICY_CEILING, RANGE_RESET, CONTRADICTORY ->
          throw new IllegalStateException(condition + " does not end a look before it began");
    };
  }

  private static String reason(CapacityEvidence evidence) {
    return evidence.look() instanceof Look.NotTried notTried ? notTried.reason() : "not probed";
  }

  private static String status(CapacityEvidence evidence) {
    return evidence.cluster().map(ClusterState::status).orElse("unknown");
  }

  private static String mode(CapacityEvidence evidence) {
    Reading<String> mode = evidence.cluster().map(ClusterState::engineMode);
    return mode.orElse("unknown").isBlank() ? "unknown" : mode.orElse("unknown");
  }
}
