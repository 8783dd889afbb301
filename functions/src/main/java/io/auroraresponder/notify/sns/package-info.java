/**
 * The findings topic on Amazon SNS: one publish a report.
 *
 * <p>Translates messages into requests and failures into dependency exceptions; no wording lives here. Start reading at {@link
 * io.auroraresponder.notify.sns.SnsPublisher}.
 */
@NullMarked
package io.auroraresponder.notify.sns;

import org.jspecify.annotations.NullMarked;
