package io.auroraresponder.aws;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Member;
import io.auroraresponder.observation.LoadHistory;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.pi.PiClient;
import software.amazon.awssdk.services.pi.model.DescribeDimensionKeysRequest;
import software.amazon.awssdk.services.pi.model.DimensionGroup;
import software.amazon.awssdk.services.pi.model.DimensionKeyDescription;
import software.amazon.awssdk.services.pi.model.ServiceType;

/**
 * Load by wait event or application, each through one DescribeDimensionKeys of {@code db.load.avg} (Performance Insights API reference;
 * its data are those of Database Insights).
 */
public final class PerformanceInsightsHistory implements LoadHistory {
  private static final int MOST = 10;

  private final Supplier<PiClient> insights;

  public PerformanceInsightsHistory(Supplier<PiClient> insights) {
    this.insights = insights;
  }

  @Override
  public List<WaitLoad> byWaitEvent(Member member, Instant from, Instant to) {
    return keys(member, "db.wait_event", from, to).stream()
        .map(PerformanceInsightsHistory::load)
        .sorted(Comparator.comparingDouble(WaitLoad::averageActiveSessions).reversed())
        .limit(MOST)
        .toList();
  }

  @Override
  public List<ApplicationLoad> byApplication(Member member, Instant from, Instant to) {
    return keys(member, "db.application", from, to).stream()
        .map(key -> new ApplicationLoad(key.dimensions().getOrDefault("db.application.name", ""), total(key)))
        .sorted(Comparator.comparingDouble(ApplicationLoad::averageActiveSessions).reversed())
        .limit(MOST)
        .toList();
  }

  private List<DimensionKeyDescription> keys(Member member, String group, Instant from, Instant to) {
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
            .groupBy(DimensionGroup.builder().group(group).limit(MOST).build())
            .build();
    try {
      return insights.get().describeDimensionKeys(request).keys();
    } catch (SdkException failure) {
      throw Failures.of("pi", "DescribeDimensionKeys", failure);
    }
  }

  private static WaitLoad load(DimensionKeyDescription key) {
    Map<String, String> dimensions = key.dimensions();
    return new WaitLoad(
        dimensions.getOrDefault("db.wait_event.type", ""),
        dimensions.getOrDefault("db.wait_event.name", ""),
        total(key));
  }

  private static double total(DimensionKeyDescription key) {
    return key.total() == null ? 0 : key.total();
  }
}
