package io.auroraresponder.runbook;

import io.auroraresponder.incident.Limit;

/** Every number that more than one runbook holds the minutes of a member against. */
public enum MemberLimit implements Limit {
  /** Part of max from which capacity counts as at the ceiling. */
  CEILING_RATIO(0.95, "", "ours: near the 100 of ACUUtilization at which nothing is left, less the last half ACU"),
  /** CPU over the capacity in force while it scales up. */
  CLIMB_CPU(0.85, PART, "ours"),
  /** Minutes of a climb. */
  CLIMB_MINUTES(3, MINUTES, "ours");

  private final double value;
  private final String unit;
  private final String source;

  MemberLimit(double value, String unit, String source) {
    this.value = value;
    this.unit = unit;
    this.source = source;
  }

  @Override
  public String scope() {
    return "member";
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
