package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.runbook.ClusterLook;
import io.auroraresponder.runbook.Evidence;
import io.auroraresponder.runbook.LeaseHistory;

/**
 * What the scaling runbook knows.
 *
 * @param asked with the cluster's limits looked up, and a day of metrics and events
 * @param policy what the responder may do to it
 * @param around what stands around the cluster
 * @param paused whether the writer is paused or just about to be
 * @param rate price of an ACU hour
 */
public record ScalingEvidence(
    ClusterLook asked,
    Reading<Policy> policy,
    AttachedServices around,
    boolean paused,
    Reading<LeaseHistory.Situation> lease,
    Reading<AcuRate.Rate> rate)
    implements Evidence {}
