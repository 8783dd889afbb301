package io.auroraresponder.lambda;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.remediation.Rates;
import io.auroraresponder.runbook.scaling.AcuRate;

/** The scaling runbook's price is the one that plans are made with. */
final class PricedAcu implements AcuRate {
  private final Rates rates;

  PricedAcu(Rates rates) {
    this.rates = rates;
  }

  @Override
  public Rate of(ClusterState cluster) {
    return new Rate(rates.perAcuHour(cluster.region(), cluster.storageType()), rates.currency(), rates.source(cluster.region()));
  }
}
