/**
 * Where it all comes together: the Lambda functions, settings, wiring and the one method that shows the whole way.
 *
 * <p>No rule of the domain lives here. Start reading at {@code Responder.respond}.
 */
@NullMarked
package io.auroraresponder.lambda;

import org.jspecify.annotations.NullMarked;
