package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.remediation.guard.Exposure;
import java.time.Duration;
import java.time.Instant;

/** What a wider range costs more at most: every serverless member at its new max all the time. */
public final class Cost {
  private static final int DAY_HOURS = 24;

  private Cost() {}

  public static Report.Cost of(Rates rates, ClusterState cluster, ScalingRange from, ScalingRange to, Duration lease, Instant at) {
    Fact rate = rate(rates, cluster, at);
    double perHour =
        Exposure.acuPerMember(from, to) * cluster.serverlessMembers().size() * rates.perAcuHour(cluster.region(), cluster.storageType());
    Fact hourly = Fact.of("range x members x rate", at, perHour, 2, rates.currency() + "/h");
    double worst = perHour * lease.toMillis() / 3_600_000.0;
    return new Report.Cost(
        hourly, Fact.of("range x members x rate x lease", at, worst, 2, rates.currency()),
        Fact.of("range x members x rate x 24 h", at, perHour * DAY_HOURS, 2, rates.currency()), rates.currency(), rate);
  }

  /** What so many ACU hours cost. */
  static Fact price(Rates rates, ClusterState cluster, double acuHours, Instant at) {
    double price = acuHours * rates.perAcuHour(cluster.region(), cluster.storageType());
    return Fact.of("ACU-h x rate", at, price, 2, rates.currency());
  }

  private static Fact rate(Rates rates, ClusterState cluster, Instant at) {
    return Fact.of(rates.source(cluster.region()), at, rates.perAcuHour(cluster.region(), cluster.storageType()), 4,
        rates.currency() + "/ACU-h");
  }
}
