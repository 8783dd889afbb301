package io.auroraresponder.remediation;

import java.time.Duration;

/**
 * The times by which a change is sent and its fate is found. All are our choice; the sums matter: whoever resolves a change must be
 * sure that its sender is dead.
 *
 * @param sendWindow from the beginning of the intent's write to the start of the call
 * @param callTimeout the longest that a call of ours is on its way
 * @param functionTimeout the time-out of the function that sends
 * @param leastLeft of an invocation, before an intent is written: the call, and five seconds to write what became of it
 * @param deadSender added to both before a silent sender counts as dead
 * @param deferRetry least wait after RDS answered "not now"
 * @param readLag how long a read may show the range before our last call
 * @param readBackGap between the two reads that must both show the old range
 * @param unsureLimit how long a change may stay unsure before people are told
 * @param clockSkew how far clocks may disagree
 * @param giveBackRetry wait after a give-back that was refused
 * @param reminder between two notes about a lease that is over its end or paused, or a change that cannot be resolved
 * @param stopSettles after a stop no call of ours starts any more: the function's limit and a margin
 */
public record ChangeTimes(
    Duration sendWindow,
    Duration callTimeout,
    Duration functionTimeout,
    Duration leastLeft,
    Duration deadSender,
    Duration deferRetry,
    Duration readLag,
    Duration readBackGap,
    Duration unsureLimit,
    Duration clockSkew,
    Duration giveBackRetry,
    Duration reminder,
    Duration stopSettles) {

  public static final ChangeTimes DEFAULTS =
      new ChangeTimes(
          Duration.ofSeconds(10),
          Duration.ofSeconds(8),
          Duration.ofSeconds(30),
          Duration.ofSeconds(13),
          Duration.ofMinutes(1),
          Duration.ofSeconds(30),
          Duration.ofMinutes(3),
          Duration.ofMinutes(1),
          Duration.ofMinutes(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofDays(1),
          Duration.ofSeconds(35));
}
