/**
 * The edge: the Lambda functions, their settings and wiring, calls from one function to another, the patrol, self-checks and the log.
 *
 * <p>No rule of the domain lives here; how a signal is handled is {@code response}. Start reading at {@code RunbookFunction} and
 * {@link io.auroraresponder.lambda.Wiring}.
 */
@NullMarked
package io.auroraresponder.lambda;

import org.jspecify.annotations.NullMarked;
