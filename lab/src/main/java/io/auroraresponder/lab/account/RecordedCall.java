package io.auroraresponder.lab.account;

import java.time.Instant;

/**
 * A call of an SDK client as it came in, whatever was answered.
 *
 * @param caller whose clients made it, see {@link SimulatedAccount#clients(String)}
 * @param action what it takes in IAM, for example {@code rds:DescribeDBClusters}
 * @param request the SDK's request object
 */
public record RecordedCall(String caller, String action, Object request, Instant at) {}
