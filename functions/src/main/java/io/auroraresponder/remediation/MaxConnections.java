package io.auroraresponder.remediation;

import io.auroraresponder.incident.ScalingRange;
import java.util.TreeMap;

/**
 * The default max_connections of Aurora PostgreSQL by max ACU (Aurora User Guide, "Maximum connections for Aurora Serverless v2").
 * It is computed when an instance starts: a change of the range moves it only at the next reboot.
 */
final class MaxConnections {
  private static final TreeMap<Double, Double> TABLE = new TreeMap<>();

  static {
    TABLE.put(1.0, 189.0);
    TABLE.put(4.0, 823.0);
    TABLE.put(8.0, 1669.0);
    TABLE.put(16.0, 3360.0);
    TABLE.put(32.0, 5000.0);
    TABLE.put(256.0, 5000.0);
  }

  /** Capped while min is 0 or 0.5, whatever max is (same page). */
  private static final int CAP_OF_SMALL_MIN = 2000;

  private MaxConnections() {}

  /** Interpolated between the table's lines; the true value may differ a little. */
  static int of(ScalingRange range) {
    double acu = Math.min(256, Math.max(1, range.maxAcu()));
    var below = TABLE.floorEntry(acu);
    var above = TABLE.ceilingEntry(acu);
    double share = above.getKey().equals(below.getKey()) ? 0 : (acu - below.getKey()) / (above.getKey() - below.getKey());
    int value = (int) Math.round(below.getValue() + share * (above.getValue() - below.getValue()));
    return range.minHalves() <= 1 ? Math.min(CAP_OF_SMALL_MIN, value) : value;
  }
}
