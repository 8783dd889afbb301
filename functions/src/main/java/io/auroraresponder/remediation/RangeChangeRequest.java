package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ScalingRange;

/**
 * The range that a cluster is to have, as a whole.
 *
 * @param cluster the name under which the cluster was read just now
 * @param planId the plan that it carries out, for the record of whoever takes the call
 */
public record RangeChangeRequest(ClusterId cluster, ScalingRange range, String planId) {}
