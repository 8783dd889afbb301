/**
 * Slack and PagerDuty as servers on this machine, which answer and refuse as the real ones do.
 *
 * <p>They hold every message against the documented limits and keep what they took. Nothing here knows the responder. Start reading at
 * {@link io.auroraresponder.lab.people.SlackServer}.
 */
@NullMarked
package io.auroraresponder.lab.people;

import org.jspecify.annotations.NullMarked;
