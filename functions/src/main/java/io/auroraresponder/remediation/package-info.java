/**
 * Plans, and what becomes of them: guard rails, the one effect, leases that are verified and given back.
 *
 * <p>No diagnosis happens here and no SDK type is seen; only {@link io.auroraresponder.remediation.Remediator} calls {@link
 * io.auroraresponder.remediation.ClusterChanges}. Start reading at {@link io.auroraresponder.remediation.PlanDecider}, the way
 * to a decision, and {@link io.auroraresponder.remediation.LeaseKeeper}, the way back.
 */
@NullMarked
package io.auroraresponder.remediation;

import org.jspecify.annotations.NullMarked;
