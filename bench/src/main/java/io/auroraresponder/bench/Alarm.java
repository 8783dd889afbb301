package io.auroraresponder.bench;

import com.fasterxml.jackson.databind.JsonNode;

/** The detail of CloudWatch's event of an alarm. */
final class Alarm {
  private Alarm() {}

  /** Which cluster its first metric is of; empty where it names none. */
  static String cluster(JsonNode detail) {
    return detail.path("configuration").path("metrics").path(0).path("metricStat").path("metric").path("dimensions")
        .path("DBClusterIdentifier").asText();
  }
}
