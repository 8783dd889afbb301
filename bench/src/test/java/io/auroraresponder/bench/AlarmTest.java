package io.auroraresponder.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class AlarmTest {
  /** CloudWatch User Guide, "Alarm events and EventBridge". */
  private static final String DETAIL =
      """
      {"alarmName":"orders-db-acu-high","configuration":{"metrics":[{"id":"m1","returnData":true,"metricStat":{"period":60,
       "stat":"Average","metric":{"namespace":"AWS/RDS","name":"ACUUtilization","dimensions":{"DBClusterIdentifier":"orders-db"}}}}]}}
      """;

  @Test
  void namesTheClusterOfItsFirstMetric() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();

    assertThat(Alarm.cluster(mapper.readTree(DETAIL))).isEqualTo("orders-db");
    assertThat(Alarm.cluster(mapper.readTree("{}"))).isEmpty();
  }
}
