/**
 * What comes in: every shape of event that reaches a function, read, unwrapped, routed and resolved to one cluster.
 *
 * <p>No AWS client, no write and no runbook lives here; look-ups go through {@link
 * io.auroraresponder.intake.ClusterDirectory}. Start reading at {@link io.auroraresponder.intake.Intake}.
 */
@NullMarked
package io.auroraresponder.intake;

import org.jspecify.annotations.NullMarked;
