/**
 * The log: one JSON object a line on standard output, as CloudWatch Logs wants it.
 *
 * <p>The only place that writes to standard output; it knows nothing of incidents. Start reading at {@link
 * io.auroraresponder.lambda.log.JsonLinesLogger}.
 */
@NullMarked
package io.auroraresponder.lambda.log;

import org.jspecify.annotations.NullMarked;
