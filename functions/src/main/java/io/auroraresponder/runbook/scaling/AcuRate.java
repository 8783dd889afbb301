package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import java.time.Instant;

/** What an ACU hour costs where the cluster runs. */
public interface AcuRate {

  /**
   * A price.
   *
   * @param perAcuHour of one ACU for one hour
   * @param source where it is from, for the fact
   */
  record Rate(double perAcuHour, String currency, String source) {
    Fact fact(Instant at) {
      return Fact.of(source, at, perAcuHour, 4, currency + "/ACU-h");
    }

    /** Money an hour for so many ACUs. */
    Fact perHour(String source, Instant at, double acu) {
      return Fact.of(source, at, acu * perAcuHour, 2, currency + "/h");
    }
  }

  Rate of(ClusterState cluster);
}
