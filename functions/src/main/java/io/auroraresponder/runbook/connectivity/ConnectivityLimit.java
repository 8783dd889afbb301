package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.Limit;

/** Every number that the connectivity runbook alone judges by. */
enum ConnectivityLimit implements Limit {
  /** A server certificate that ends sooner. */
  CERTIFICATE_WARNING(30, DAYS, "ours: RDS announces rotations earlier (RDS-EVENT-0501), so this is the last call"),
  /** Addresses that a subnet should have left. */
  FREE_ADDRESSES(5, "", "ours: failover, host replacement and OS upgrades each take one (RDS-EVENT-0425)"),
  /** An engine younger than this has just restarted. */
  RESTART_RECENT(15, MINUTES, "ours"),
  /** How far back events of the cluster are shown. */
  EVENT_WINDOW(60, MINUTES, "ours");

  private final double value;
  private final String unit;
  private final String source;

  ConnectivityLimit(double value, String unit, String source) {
    this.value = value;
    this.unit = unit;
    this.source = source;
  }

  @Override
  public String scope() {
    return "connectivity";
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
