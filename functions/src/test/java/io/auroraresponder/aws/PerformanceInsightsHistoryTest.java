package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Member;
import io.auroraresponder.observation.LoadHistory.ApplicationLoad;
import io.auroraresponder.observation.LoadHistory.WaitLoad;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.pi.PiClient;
import software.amazon.awssdk.services.pi.model.DescribeDimensionKeysRequest;
import software.amazon.awssdk.services.pi.model.DescribeDimensionKeysResponse;
import software.amazon.awssdk.services.pi.model.DimensionKeyDescription;

class PerformanceInsightsHistoryTest {
  private static final Instant FROM = Instant.parse("2026-11-24T10:00:00Z");
  private static final Instant TO = FROM.plusSeconds(900);

  private final List<DescribeDimensionKeysRequest> asked = new ArrayList<>();
  private final PerformanceInsightsHistory history = new PerformanceInsightsHistory(Insights::new);

  /** Two keys of any group, the smaller first. */
  private final class Insights implements PiClient {
    @Override
    public DescribeDimensionKeysResponse describeDimensionKeys(DescribeDimensionKeysRequest request) {
      asked.add(request);
      return request.groupBy().group().equals("db.application")
          ? DescribeDimensionKeysResponse.builder()
              .keys(key(Map.of("db.application.name", "report"), 0.5), key(Map.of("db.application.name", "shop"), 2.5),
              DimensionKeyDescription.builder().build())
              .build()
          : DescribeDimensionKeysResponse.builder()
              .keys(key(Map.of("db.wait_event.type", "IO", "db.wait_event.name", "DataFileRead"), 1.0),
              key(Map.of("db.wait_event.type", "CPU"), 3.0))
              .build();
    }

    private static DimensionKeyDescription key(Map<String, String> dimensions, double total) {
      return DimensionKeyDescription.builder().dimensions(dimensions).total(total).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  private static Member member(String resourceId) {
    return new Member("orders-db-1", resourceId, true, 0, "db.serverless", "available", "in-sync", "host", 5432, true);
  }

  @Test
  void asksOnceForTheWindowOfTheMember() {
    history.byWaitEvent(member("db-ABC"), FROM, TO);

    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().identifier()).isEqualTo("db-ABC");
    assertThat(asked.getFirst().metric()).isEqualTo("db.load.avg");
    assertThat(asked.getFirst().startTime()).isEqualTo(FROM);
    assertThat(asked.getFirst().endTime()).isEqualTo(TO);
  }

  @Test
  void waitsComeLargestFirst() {
    assertThat(history.byWaitEvent(member("db-ABC"), FROM, TO))
        .containsExactly(new WaitLoad("CPU", "", 3), new WaitLoad("IO", "DataFileRead", 1));
  }

  @Test
  void applicationsComeLargestFirstAndWithoutANameEmpty() {
    assertThat(history.byApplication(member("db-ABC"), FROM, TO))
        .containsExactly(new ApplicationLoad("shop", 2.5), new ApplicationLoad("report", 0.5), new ApplicationLoad("", 0));
  }

  @Test
  void aMemberWithoutResourceIdCannotBeAsked() {
    assertThatThrownBy(() -> history.byApplication(member(""), FROM, TO)).isInstanceOf(DependencyException.class);
    assertThat(asked).isEmpty();
  }
}
