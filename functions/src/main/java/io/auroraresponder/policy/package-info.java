/**
 * What may be done to one cluster: its tags within the deployment's hard limits, and the windows in which nothing is changed.
 *
 * <p>Nothing is decided and nothing is written here: guard rails and runbooks read a policy. It knows {@code incident} alone. Start
 * reading at {@link io.auroraresponder.policy.Policy}.
 */
@NullMarked
package io.auroraresponder.policy;

import org.jspecify.annotations.NullMarked;
