package io.auroraresponder.aws;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Member;
import io.auroraresponder.observation.LoadHistory;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.pi.PiClient;
import software.amazon.awssdk.services.pi.model.DescribeDimensionKeysRequest;
import software.amazon.awssdk.services.pi.model.DimensionGroup;
import software.amazon.awssdk.services.pi.model.DimensionKeyDescription;
import software.amazon.awssdk.services.pi.model.ServiceType;

/** Load by wait event through one DescribeDimensionKeys of {@code db.load.avg} (Performance Insights API reference). */
public final class PerformanceInsightsHistory implements LoadHistory {
  private static final int MOST = 10;

  private final PiClient insights;

  public PerformanceInsightsHistory(PiClient insights) {
    this.insights = insights;
  }

  @Override
  public List<WaitLoad> byWaitEvent(Member member, Instant from, Instant to) {
    if (member.resourceId().isEmpty()) {
      throw new DependencyException("pi", "DescribeDimensionKeys", "", false, "the resource id of " + member.id() + " is not known", null);
    }
    DescribeDimensionKeysRequest request =
        DescribeDimensionKeysRequest.builder()
            .serviceType(ServiceType.RDS)
            .identifier(member.resourceId())
            .startTime(from)
            .endTime(to)
            .metric("db.load.avg")
            .groupBy(DimensionGroup.builder().group("db.wait_event").limit(MOST).build())
            .build();
    try {
      return insights.describeDimensionKeys(request).keys().stream()
          .map(PerformanceInsightsHistory::load)
          .sorted(Comparator.comparingDouble(WaitLoad::averageActiveSessions).reversed())
          .limit(MOST)
          .toList();
    } catch (SdkException failure) {
      throw Failures.of("pi", "DescribeDimensionKeys", failure);
    }
  }

  private static WaitLoad load(DimensionKeyDescription key) {
    Map<String, String> dimensions = key.dimensions();
    return new WaitLoad(
        dimensions.getOrDefault("db.wait_event.type", ""),
        dimensions.getOrDefault("db.wait_event.name", ""),
        key.total() == null ? 0 : key.total());
  }
}
