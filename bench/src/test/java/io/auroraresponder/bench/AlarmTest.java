package io.auroraresponder.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AlarmTest {
  @Test
  void namesTheClusterOfItsFirstMetric() throws IOException {
    ObjectMapper mapper = new ObjectMapper();

    assertThat(Alarm.cluster(mapper.readTree(Path.of("..", "events", "eventbridge-alarm-metric.json").toFile()).path("detail")))
        .isEqualTo("orders-db");
    assertThat(Alarm.cluster(mapper.readTree("{}"))).isEmpty();
  }
}
