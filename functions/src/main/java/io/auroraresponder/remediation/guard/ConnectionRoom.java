package io.auroraresponder.remediation.guard;

import java.time.Instant;

/**
 * The max_connections in force on the writer, against what the target's max carries.
 *
 * @param restarted whether the writer has started since the raise: if not, its limit is that of the range of before
 * @param inForce as the last look found it; 0 where {@code restarted} is false, because nobody has to know it then
 * @param fits the most that the range to return to carries: the default of its max, or what was in force before the raise
 * @param at when the look was made
 */
public record ConnectionRoom(boolean restarted, int inForce, int fits, Instant at) {
  /** The writer runs since before the raise. */
  public static ConnectionRoom unchanged(Instant at) {
    return new ConnectionRoom(false, 0, 0, at);
  }
}
