package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.KillSwitch;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything that guards look at, read just now.
 *
 * @param charge what the change may cost at worst, ACU hours; unavailable where members or base are not known
 * @param live the cluster with its limits
 * @param policy made of the same answer as {@code live}
 * @param capacity the writer's latest capacity, ACU; 0 means paused
 * @param quiet whether every member's capacity stayed low enough, long enough, to go to the plan's range
 * @param connections the max_connections in force against the plan's range; only give-backs ask
 * @param fleet what all clusters do together; only raises ask
 * @param deployments blue/green deployments of the cluster that are under way; only raises ask
 * @param readLag how long a read may show what was before our last call
 * @param pressed the highest capacity of the member under pressure in the latest minutes, ACU
 */
public record Situation(
    PlannedChange plan,
    Reading<Double> charge,
    Reading<ClusterState> live,
    Reading<Policy> policy,
    HardLimits limits,
    Reading<Head> head,
    Reading<KillSwitch> killSwitch,
    Reading<Double> capacity,
    Reading<Double> pressed,
    Reading<Boolean> quiet,
    Reading<ConnectionRoom> connections,
    Reading<FleetSituation> fleet,
    Reading<List<String>> deployments,
    Duration readLag,
    Instant now) {

  /** A limit as a fact: where it comes from is a tag or, where no tag is stricter, the deployment's setting. */
  Fact policy(String name, double value, String unit) {
    return Fact.of("policy " + name, now, value, 2, unit);
  }

  Fact planned(String name, double acu) {
    return Fact.of("plan " + name, now, acu, "ACU");
  }
}
