package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.incident.Fact;
import java.time.Duration;
import java.time.Instant;

/**
 * Every number of the connectivity runbook. Defaults are ours unless a source is named.
 *
 * @param certificateWarning a server certificate that ends sooner is worth a warning; RDS itself begins to announce rotations earlier
 *     (RDS-EVENT-0501), so this is the last call
 * @param connectionsWarning part of the usable connections; pgEdge's alert rule
 * @param connectionsCritical part of the usable connections from which the next burst is refused
 * @param stormShare new sessions of the last minute as part of the usable connections
 * @param freeAddresses addresses that a subnet should have left: failover, host replacement and OS upgrades each take one
 *     (RDS-EVENT-0425)
 * @param freshness the oldest newest datapoint that still speaks of now
 * @param restartRecent an engine younger than this has just restarted
 * @param eventWindow how far back events of the cluster are shown
 */
public record ConnectivityThresholds(
    Duration certificateWarning,
    double connectionsWarning,
    double connectionsCritical,
    double stormShare,
    int freeAddresses,
    Duration freshness,
    Duration restartRecent,
    Duration eventWindow) {

  public static ConnectivityThresholds defaults() {
    return new ConnectivityThresholds(
        Duration.ofDays(30), 0.8, 0.95, 0.2, 5, DatabaseLimit.FRESHNESS.duration(), Duration.ofMinutes(15), Duration.ofHours(1));
  }

  /** A setting as a fact, so that limits in a message have their source too. */
  static Fact limit(String name, Instant at, double value, String unit) {
    return Fact.of("setting connectivity." + name, at, value, 2, unit);
  }
}
