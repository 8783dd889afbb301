package io.auroraresponder.incident;


/**
 * A Serverless v2 scaling range, always compared and changed as a whole.
 *
 * <p>Capacities are kept in halves of an ACU, the step in which RDS accepts them, so that {@code 8} and {@code 8.0} are equal.
 *
 * @param minHalves lowest capacity in half ACUs, 0 where the cluster may pause
 * @param maxHalves highest capacity in half ACUs, at least 2 (one ACU: RDS refuses less)
 * @param pauseSeconds seconds without a connection before a pause; 0 when none is set. RDS reports it only while min is 0.
 */
public record ScalingRange(int minHalves, int maxHalves, int pauseSeconds) {
  public ScalingRange {
    if (minHalves < 0 || maxHalves < 1 || minHalves > maxHalves) {
      throw new IllegalArgumentException("not a scaling range: " + minHalves / 2.0 + " to " + maxHalves / 2.0 + " ACU");
    }
    if (pauseSeconds < 0) {
      throw new IllegalArgumentException("seconds until auto-pause cannot be negative: " + pauseSeconds);
    }
    if (minHalves > 0) {
      pauseSeconds = 0;
    }
  }

  /** What one ACU brings: about 2 GiB (Aurora User Guide, capacity), and the memory-optimized classes have 8 GiB a vCPU (db.r6g). */
  public static final double VCPU_PER_ACU = 0.25;

  /** A range without a pause time; values are rounded to halves as RDS stores them. */
  public static ScalingRange of(double minAcu, double maxAcu) {
    return of(minAcu, maxAcu, 0);
  }

  public static ScalingRange of(double minAcu, double maxAcu, int pauseSeconds) {
    return new ScalingRange((int) Math.round(minAcu * 2), (int) Math.round(maxAcu * 2), pauseSeconds);
  }

  public double minAcu() {
    return minHalves / 2.0;
  }

  public double maxAcu() {
    return maxHalves / 2.0;
  }

  public boolean mayPause() {
    return minHalves == 0;
  }

  public ScalingRange withMaxHalves(int halves) {
    return new ScalingRange(minHalves, halves, pauseSeconds);
  }

  public ScalingRange withMinHalves(int halves) {
    return new ScalingRange(halves, Math.max(maxHalves, halves), pauseSeconds);
  }

  /** For example {@code 0.5 to 8 ACU}. */
  public String words() {
    return Numbers.plain(minAcu()) + " to " + Numbers.plain(maxAcu()) + " ACU";
  }

  @Override
  public String toString() {
    return words() + (pauseSeconds > 0 ? " (pause after " + pauseSeconds + " s)" : "");
  }
}
