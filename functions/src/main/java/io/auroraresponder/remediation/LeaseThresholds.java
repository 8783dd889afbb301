package io.auroraresponder.remediation;

import java.time.Duration;

/**
 * What counts as helped, as needed and as quiet. Our choice, all of it; never a ratio to max across a change of max, because raising
 * max lowers those by arithmetic.
 *
 * @param verifyAfter from a raise to its verification
 * @param verifyPatience how long metrics may be missing at verification before it is given up
 * @param verifyMinutes complete minutes after the raise that verification looks at
 * @param ceilingRatio capacity over the max in force from which a minute is at the ceiling
 * @param ceilingMinutes minutes of {@code verifyMinutes} at the ceiling that make it used up
 * @param aboveFormerAcu how far above the former max capacity must have gone, ACU: below is the rounding of an average
 * @param better a pressure signal at or under this part of its baseline has got better
 * @param worse a pressure signal at or over this multiple of its baseline has got worse
 * @param quiet how long capacity must have stayed low before a range is given back
 * @param quietRatio capacity over the target's max that counts as low
 * @param metricLag how old the newest minute of a metric may be
 * @param oscillation a raise this soon after a give-back is proposed, not done
 */
public record LeaseThresholds(
    Duration verifyAfter,
    Duration verifyPatience,
    int verifyMinutes,
    double ceilingRatio,
    int ceilingMinutes,
    double aboveFormerAcu,
    double better,
    double worse,
    Duration quiet,
    double quietRatio,
    Duration metricLag,
    Duration oscillation) {

  public static final LeaseThresholds DEFAULTS =
      new LeaseThresholds(
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          3,
          0.95,
          2,
          0.25,
          0.8,
          1.25,
          Duration.ofMinutes(15),
          0.7,
          Duration.ofMinutes(4),
          Duration.ofHours(2));
}
