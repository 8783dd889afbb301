package io.auroraresponder.remediation;

import java.time.Instant;

/**
 * A call that set a scaling range, as CloudTrail recorded it: minutes late, in any order, twice or never.
 *
 * @param eventId names the record
 * @param at when the call was made, by AWS's clock, to the second
 * @param cluster the name that the call used
 * @param by whose call it was
 * @param requestId the call's request id, as RDS answered it
 * @param agent the call's user agent
 * @param minAcu min that was asked for
 * @param maxAcu max that was asked for
 */
public record RecordedRange(
    String eventId, Instant at, String cluster, String by, String requestId, String agent, double minAcu, double maxAcu) {}
