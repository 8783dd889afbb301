package io.auroraresponder.database;

import io.auroraresponder.incident.Limit;

/** Every number of the comparison with the last healthy look. */
public enum HealthLimit implements Limit {
  /** A healthy look that is older says nothing about today. */
  OLDEST(14, DAYS, "ours: releases and seasons lie between"),
  /** Factor over the mean time of then from which a statement is named as slower. */
  SLOWER(3, "", "ours: ordinary drift stays under it"),
  /** Factor over the calls a minute of then from which a statement is named as called more. */
  MORE_CALLS(3, "", "ours: ordinary drift stays under it"),
  /** Calls that make a mean of then. */
  BASELINE_CALLS(20, "calls", "ours"),
  /** Calls within the probe's window that it takes to speak of a rate. */
  WINDOW_CALLS(10, "calls", "ours"),
  /** Part of the execution time under which a statement is not worth a line. */
  TIME_SHARE(0.05, PART, "ours"),
  /** Statements that are named at most. */
  SHOWN(5, "statements", "ours: a list that is read"),
  /** Statements that are kept at most. */
  KEPT(100, "statements", "ours: with textLength it bounds the stored item to a fifth of DynamoDB's 400 KB"),
  /** Characters of a statement that are kept. */
  TEXT_LENGTH(120, "characters", "ours"),
  /** How far the beginning of the counters may move and still be the same. */
  SAME_RESET(1, MINUTES, "ours: rounding");

  private final double value;
  private final String unit;
  private final String source;

  HealthLimit(double value, String unit, String source) {
    this.value = value;
    this.unit = unit;
    this.source = source;
  }

  @Override
  public String scope() {
    return "health";
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
