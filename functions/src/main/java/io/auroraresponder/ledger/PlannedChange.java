package io.auroraresponder.ledger;

import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.ScalingRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One change of one range, complete enough to be judged, sent, resumed and explained by whoever finds it in the ledger.
 *
 * @param planId the same for the same incident, remedy, ranges, change number and look
 * @param planHash what an approval names: plan, cluster, lease, verification and policy
 * @param cluster the name under which the cluster is read
 * @param resourceId the cluster itself: a name can be used again, this cannot
 * @param incident the incident's id; for a give-back that of its lease
 * @param incidentKey the incident's key, under which its messages form one thread
 * @param runbook the runbook that planned it
 * @param changeNo the number of range changes known when it was planned: any later change voids the plan
 * @param wish names the wish that it was made of, the same for each delivery; empty for a give-back
 * @param cause the cause's word, empty for a give-back
 * @param strength how far the evidence carries it
 * @param signalAt when the state changed, by the sender's clock
 * @param lookedAt when the look was made
 * @param evidenceAt the oldest time of the evidence
 * @param lease how long a raise lasts, zero for a give-back
 * @param policyDigest the policy under which it was planned
 * @param member the DB instance under pressure, empty where none stands out
 * @param baseline the pressure before, for verification
 * @param proof the facts that carry the cause
 */
public record PlannedChange(
    String planId,
    String planHash,
    Remedy remedy,
    ClusterId cluster,
    String resourceId,
    String incident,
    String incidentKey,
    String runbook,
    ScalingRange from,
    ScalingRange to,
    long changeNo,
    String wish,
    String cause,
    RangeQuestion.Strength strength,
    Instant signalAt,
    Instant lookedAt,
    Instant evidenceAt,
    Duration lease,
    String policyDigest,
    String member,
    Pressure baseline,
    List<Fact> proof) {
  public PlannedChange {
    proof = List.copyOf(proof);
  }

  /** The same under the hash that people were shown. */
  public PlannedChange hashed(String shown) {
    return new PlannedChange(
        planId, shown, remedy, cluster, resourceId, incident, incidentKey, runbook, from, to, changeNo, wish, cause, strength, signalAt,
        lookedAt, evidenceAt, lease, policyDigest, member, baseline, proof);
  }
}
