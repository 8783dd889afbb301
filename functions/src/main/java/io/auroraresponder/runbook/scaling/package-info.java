/**
 * The scaling runbook: does the Serverless v2 range fit the cluster, its policy and its limits, and what does it cost?
 *
 * <p>It looks at control plane, metrics and ledger alone and never connects, so it wakes nobody; it changes nothing, a better range is
 * only ever proposed. Start reading at {@link io.auroraresponder.runbook.scaling.ScalingRunbook}.
 */
@NullMarked
package io.auroraresponder.runbook.scaling;

import org.jspecify.annotations.NullMarked;
