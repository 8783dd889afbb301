/**
 * What people and machines are told: the report as JSON and as plain text, and the port that sends both.
 *
 * <p>Pure text making; nothing here decides anything about a cluster, and no AWS type is seen. Start reading at {@link
 * io.auroraresponder.notify.Notification}.
 */
@NullMarked
package io.auroraresponder.notify;

import org.jspecify.annotations.NullMarked;
