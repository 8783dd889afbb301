package io.auroraresponder.runbook.scaling;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.incident.Fact;
import java.time.Duration;
import java.time.Instant;

/**
 * Every number of the scaling runbook. Defaults are ours unless a source is named; shares are parts from 0 to 1.
 *
 * @param settle how long after its end a minute counts as complete: CloudWatch publishes late
 * @param freshness the oldest newest datapoint that still speaks of now
 * @param leastMinutes minutes of the day that it takes to say anything about it
 * @param coverage part of the day that must be measured before a smaller range is proposed
 * @param ceilingRatio part of max from which capacity counts as at the ceiling; the Aurora User Guide suggests ACUUtilization near 100,
 *     0.95 leaves room for the last half ACU
 * @param ceilingMinutes minutes of the day at the ceiling that are worth a warning
 * @param ceilingNow newest complete minutes that must all be at the ceiling to say that it stands there now
 * @param climbCpu CPU over the capacity in force, part
 * @param climbMinutes minutes of a climb
 * @param climbsPerDay climbs of a day that make a min too low
 * @param floorAcu capacity up to so many ACU above min counts as at min; half an ACU is the step of scaling
 * @param floorShare part of the day at min that makes a min suspicious
 * @param idleShare part of min that the CPU used in all but a twentieth of the minutes may reach
 * @param wasteMinAcu a smaller min, ACU, is not worth a proposal
 * @param target part of a proposed min that the CPU used may reach
 * @param headroomShare part of max that the day's peak must stay under to call max generous
 * @param wakeupsPerDay resumes of a day that make pausing expensive: each keeps its client waiting for about 15 s
 * @param connectionCap max_connections while min is at most {@code connectionCapMinAcu}; Aurora User Guide, setting capacity
 * @param connectionCapMinAcu the largest min, ACU, with that cap
 * @param connectionCapFromAcu the max, ACU, from which more would follow; interpolated in the guide's table between 8 and 16 ACU
 * @param insightsMinAcu smallest sensible min with Performance Insights on; Aurora User Guide, setting capacity
 * @param globalMinAcu smallest sensible min in a global database; Aurora User Guide, setting capacity
 */
public record ScalingThresholds(
    Duration settle,
    Duration freshness,
    int leastMinutes,
    double coverage,
    double ceilingRatio,
    int ceilingMinutes,
    int ceilingNow,
    double climbCpu,
    int climbMinutes,
    int climbsPerDay,
    double floorAcu,
    double floorShare,
    double idleShare,
    double wasteMinAcu,
    double target,
    double headroomShare,
    int wakeupsPerDay,
    int connectionCap,
    double connectionCapMinAcu,
    double connectionCapFromAcu,
    double insightsMinAcu,
    double globalMinAcu) {

  public static ScalingThresholds defaults() {
    return new ScalingThresholds(
        DatabaseLimit.SETTLE.duration(), DatabaseLimit.FRESHNESS.duration(), 60, 0.8, 0.95, 60, 5, 0.85, 3, 3, 0.5, 0.8, 0.5, 1, 0.7, 0.5,
        12, 2000, 0.5, 10, 2,
        8);
  }

  /** A setting as a fact, so that limits in a message have their source too. */
  static Fact limit(String name, Instant at, double value, String unit) {
    return Fact.of("setting scaling." + name, at, value, 2, unit);
  }
}
