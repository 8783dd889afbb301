/**
 * Slack: one message an incident, edited to its end, with what happened as replies in its thread.
 *
 * <p>Lays stories out and talks to Slack; it decides nothing about clusters and holds no secret longer than a call. Start reading at {@link
 * io.auroraresponder.notify.slack.SlackChannel}.
 */
@NullMarked
package io.auroraresponder.notify.slack;

import org.jspecify.annotations.NullMarked;
