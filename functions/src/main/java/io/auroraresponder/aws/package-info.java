/**
 * The ports in terms of AWS: every adapter that speaks to an AWS service through the SDK.
 *
 * <p>Adapters translate and nothing else: no thresholds, no decisions, and no SDK type leaves this package but in {@link
 * io.auroraresponder.aws.AwsClients}. Start reading at {@link io.auroraresponder.aws.RdsControlPlane}.
 */
@NullMarked
package io.auroraresponder.aws;

import org.jspecify.annotations.NullMarked;
