package io.auroraresponder.runbook.capacity;

import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.policy.Policy;
import java.util.Optional;

/** What a person can do where the responder may not raise max any further. */
final class LimitAdvice {
  /** Ours: as large a step as the responder's own. */
  private static final double STEP = 1.5;

  private LimitAdvice() {}

  /** Empty for conditions that leave the responder its lever, or end the look. */
  static Optional<Advice> of(CapacityEvidence evidence, Condition condition) {
    return evidence.cluster() instanceof Reading.Known<ClusterState> known ? of(evidence, known.value(), condition) : Optional.empty();
  }

  private static Optional<Advice> of(CapacityEvidence evidence, ClusterState cluster, Condition condition) {
    return switch (condition) {
      case AT_POLICY_CEILING -> evidence.policy() instanceof Reading.Known<Policy> policy ? Optional.of(higherCeiling(evidence, cluster,
          policy.value())) : Optional.empty();
      case AT_ENGINE_LIMIT ->
          Optional.of(
              advice(evidence, "No range is larger here: newer engine versions may allow more, else move reads to a reader. What "
              + "versions allow",
                  "aws rds describe-db-engine-versions --engine aurora-postgresql --query "
                      + "'DBEngineVersions[].[EngineVersion,ServerlessV2FeaturesSupport.MaxCapacity]' --output text"));
      case RANGE_RESET ->
          Optional.of(
              advice(evidence, "Ask whoever put the range back; a template sets it again with each deploy. Who it was",
                  "aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=ModifyDBCluster "
                      + "--query 'Events[].[EventTime,Username]'"));
      case PAUSED, STOPPED, NOT_SERVERLESS, HEALED, CONTRADICTORY -> Optional.empty();
    };
  }

  /** The owner's tag is the owner's to change. */
  private static Advice higherCeiling(CapacityEvidence evidence, ClusterState cluster, Policy policy) {
    double higher = Math.ceil(policy.maxAcu() * STEP * 2) / 2;
    return advice(
        evidence, "If the load is wanted, let the responder go higher; each ACU is paid by the hour while it is used. Not where the load "
        + "is an "
            + "error",
        "aws rds add-tags-to-resource --resource-name " + cluster.arn() + " --tags Key=aurora-responder:max-acu,Value="
            + Numbers.plain(higher));
  }

  private static Advice advice(CapacityEvidence evidence, String why, String command) {
    return new Advice(Phrase.quoting("advice", evidence.at(), why + ":"), Phrase.quoting("advice", evidence.at(), command));
  }
}
