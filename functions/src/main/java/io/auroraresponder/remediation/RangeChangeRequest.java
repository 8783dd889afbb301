package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ScalingRange;

/** The range that a cluster is to have, as a whole. */
public record RangeChangeRequest(ClusterId cluster, ScalingRange range) {}
