package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterId;
import java.time.Instant;

/**
 * A call that set a scaling range, as CloudTrail recorded it: minutes late, in any order, twice or never.
 *
 * @param eventId names the record
 * @param at when the call was made, by AWS's clock, to the second
 * @param cluster the name that the call used
 * @param resourceId of the cluster that answered; empty where the record does not say
 * @param by whose call it was
 * @param role name of the role or user behind the call: a session's name is the caller's choice
 * @param requestId the call's request id, as RDS answered it
 * @param agent the call's user agent
 * @param minAcu min that was asked for
 * @param maxAcu max that was asked for
 */
public record RecordedRange(
    String eventId, Instant at, String cluster, String resourceId, String by, String role, String requestId, String agent, double minAcu,
    double maxAcu) {

  /** The cluster that answered, whatever it is called now; by its name where that is all that is known. */
  boolean isOf(String resource, ClusterId name) {
    return resourceId.isEmpty() ? name.value().equals(cluster) : resource.equals(resourceId);
  }
}
