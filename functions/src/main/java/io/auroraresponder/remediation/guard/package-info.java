/**
 * The guard rails: one small class each, all evaluated, each answering with a reason.
 *
 * <p>Pure judgements over a {@link io.auroraresponder.remediation.guard.Situation}; nothing here reads or writes anything, and a
 * guard that cannot be evaluated refuses. Start reading at {@link io.auroraresponder.remediation.guard.GuardRails}, the list.
 */
@NullMarked
package io.auroraresponder.remediation.guard;

import org.jspecify.annotations.NullMarked;
