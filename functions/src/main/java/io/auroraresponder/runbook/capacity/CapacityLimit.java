package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Limit;
import io.auroraresponder.incident.ScalingRange;

/** Every number that the capacity runbook alone judges by. */
enum CapacityLimit implements Limit {
  /** Minutes at the ceiling that it takes. */
  CEILING_MINUTES(4, MINUTES, "ours: all but one of the window"),
  /** Complete minutes that are looked at. */
  CEILING_WINDOW(5, MINUTES, "ours: the period of the usual alarm"),
  /** Newest complete minutes that must all be at the ceiling before anything is changed. */
  PRESENT_MINUTES(2, MINUTES, "ours"),
  /** CPUUtilization, of the CPU at max. */
  CPU_LIMIT(80, "%", "ours: where queues begin to grow"),
  /** CPUUtilization under which a full cluster is not pressed. */
  CPU_IDLE(50, "%", "ours: half of the CPU is free"),
  /** What one ACU brings. */
  VCPU_PER_ACU(ScalingRange.VCPU_PER_ACU, "vCPU", "Aurora User Guide: 1 ACU is about 2 GiB, and db.r6g has 8 GiB a vCPU"),
  /** Sessions on CPU or at work that speak of load on a machine of ordinary size. */
  BUSY_SESSIONS(10, "sessions", "ours"),
  /** Part of the vCPU that they must be on a larger one. */
  BUSY_SHARE(0.5, PART, "ours: as many are idleness there"),
  /** Part of the active load from which one statement or session is no general growth. */
  SINGLE_SHARE(0.6, PART, "ours: clearly more than half"),
  /** Sessions at least over which one statement is spread that is no general growth. */
  REGRESSION_SESSIONS(3, "sessions", "ours"),
  /** Part of the usable connections from which they, and not the load, are what is short. */
  CONNECTION_SHARE(0.9, PART, "ours: between the check's warning and its critical"),
  /** Factor of the connection attempts over the hour before. */
  STORM_FACTOR(3, "", "ours: ordinary drift stays under it"),
  /** FreeableMemory as part of max x 2 GiB. */
  MEMORY_LEFT(0.1, PART, "ours: the last tenth"),
  /** Points by which the buffer cache hit ratio lies below the day. */
  HIT_DROP(2, "points", "ours"),
  /** Time for which a cache counts as cold after restart, resume, failover or scale-down. */
  COLD_FOR(30, MINUTES, "ours"),
  /** Capacity fell to this part or less. */
  SCALE_DOWN_RATIO(0.75, "", "ours: the cache went with it"),
  /** Part of the hour before that commits must reach not to count as fallen. */
  COMMIT_KEEP(0.9, PART, "ours"),
  /** Part of the busiest minutes of the same hour of yesterday or last week up to which now is no more than usual. */
  USUAL(1.2, PART, "ours: one rush is never quite like another"),
  /** Complete minutes without pressure. */
  HEALED_MINUTES(3, MINUTES, "ours"),
  /** Points by which CPUUtilization cannot lie above ACUUtilization. */
  CONTRADICTION_POINTS(20, "points", "ours; both are parts of max (Aurora User Guide, metrics)"),
  /** When the look was inconclusive, the next one. */
  LOOK_AGAIN(5, MINUTES, "ours"),
  /** Window of Database Insights before the signal. */
  LOOK_BACK(15, MINUTES, "ours"),
  /** Part of the vCPU under which the probe shows no work. */
  QUIET_SHARE(0.5, PART, "ours"),
  /** How far ahead the ceiling may lie, and how wide the interval may be, to be named. */
  FORECAST_HORIZON(180, MINUTES, "ours: half a shift"),
  /** A ceiling that is surely reached within that time is a warning. */
  FORECAST_NEAR(30, MINUTES, "ours: time to act"),
  /** Minutes of the last hour that a forecast takes. */
  FORECAST_POINTS(30, MINUTES, "ours: half of the hour"),
  /** Kendall's tau, from -1 to 1, that the rise of the hour must reach. */
  FORECAST_STEADINESS(0.6, "", "ours"),
  /** Part of the active load that makes one client of several stand out. */
  CLIENT_SHARE(0.6, PART, "ours: clearly more than half");

  private final double value;
  private final String unit;
  private final String source;

  CapacityLimit(double value, String unit, String source) {
    this.value = value;
    this.unit = unit;
    this.source = source;
  }

  @Override
  public String scope() {
    return "capacity";
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
