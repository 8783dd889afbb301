package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.Limit;

/** Every number that the scaling runbook alone judges by; shares are parts from 0 to 1. */
enum ScalingLimit implements Limit {
  /** Minutes of the day that it takes to say anything about it. */
  LEAST_MINUTES(60, MINUTES, "ours"),
  /** Part of the day that must be measured before a smaller range is proposed. */
  COVERAGE(0.8, PART, "ours"),
  /** Minutes of the day at the ceiling that are worth a warning. */
  CEILING_MINUTES(60, MINUTES, "ours: an hour of a day"),
  /** Newest complete minutes that must all be at the ceiling to say that it stands there now. */
  CEILING_NOW(5, MINUTES, "ours: the period of the usual alarm"),
  /** Climbs of a day that make a min too low. */
  CLIMBS_PER_DAY(3, "", "ours"),
  /** Capacity up to so much above min counts as at min. */
  FLOOR_ACU(0.5, "ACU", "Aurora User Guide: the step of scaling"),
  /** Part of the day at min that makes a min suspicious. */
  FLOOR_SHARE(0.8, PART, "ours"),
  /** Part of min that the CPU used in all but a twentieth of the minutes may reach. */
  IDLE_SHARE(0.5, PART, "ours"),
  /** A smaller min is not worth a proposal. */
  WASTE_MIN_ACU(1, "ACU", "ours"),
  /** Part of a proposed min that the CPU used may reach. */
  TARGET(0.7, PART, "ours: room for a burst"),
  /** Part of max that the day's peak must stay under to call max generous. */
  HEADROOM_SHARE(0.5, PART, "ours"),
  /** Resumes of a day that make pausing expensive. */
  WAKEUPS_PER_DAY(12, "resumes", "ours: each keeps its client waiting for about 15 s"),
  /** Days before maintenance is applied that are worth a warning. */
  MAINTENANCE_DAYS(14, DAYS, "ours: two of the weekly looks"),
  /** Days before the end of support that are worth a warning. */
  SUPPORT_DAYS(180, DAYS, "ours: time to rehearse a major version"),
  /** max_connections while min is at most connectionCapMinAcu. */
  CONNECTION_CAP(2000, "connections", "Aurora User Guide, setting capacity"),
  /** The largest min with that cap. */
  CONNECTION_CAP_MIN_ACU(0.5, "ACU", "Aurora User Guide, setting capacity"),
  /** The max from which more would follow. */
  CONNECTION_CAP_FROM_ACU(10, "ACU", "Aurora User Guide, setting capacity: between 8 and 16 in its table"),
  /** Smallest sensible min with Database Insights on. */
  INSIGHTS_MIN_ACU(2, "ACU", "Aurora User Guide, setting capacity"),
  /** Smallest sensible min in a global database. */
  GLOBAL_MIN_ACU(8, "ACU", "Aurora User Guide, setting capacity");

  private final double value;
  private final String unit;
  private final String source;

  ScalingLimit(double value, String unit, String source) {
    this.value = value;
    this.unit = unit;
    this.source = source;
  }

  @Override
  public String scope() {
    return "scaling";
  }

  @Override
  public double value() {
    return value;
  }

  @Override
  public String unit() {
    return unit;
  }

  @Override
  public String source() {
    return source;
  }
}
