package io.auroraresponder.lab.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.pi.PiClient;
import software.amazon.awssdk.services.pi.model.DescribeDimensionKeysRequest;
import software.amazon.awssdk.services.pi.model.DescribeDimensionKeysResponse;
import software.amazon.awssdk.services.pi.model.DimensionKeyDescription;
import software.amazon.awssdk.services.pi.model.ServiceType;

/**
 * Database Insights by its API, whose name is still Performance Insights: {@code db.load.avg} by wait event, for members that have it on.
 *
 * <p>Without waits in the world it shows the derived load: CPU, and reads for the part that is not CPU.
 */
final class SimulatedInsights implements PiClient {
  private static final int MOST_KEYS = 25;

  private static final String APPLICATION = "db.application";
  private static final List<String> GROUPS = List.of("db.wait_event", APPLICATION);

  private final Line line;
  private final SimulatedAccount account;

  SimulatedInsights(Line line) {
    this.line = line;
    this.account = line.account();
  }

  @Override
  public DescribeDimensionKeysResponse describeDimensionKeys(DescribeDimensionKeysRequest request) {
    return line.answer("DescribeDimensionKeys", request, () -> {
      check(request);
      Integer limit = request.groupBy().limit();
      List<DimensionKeyDescription> keys =
          account.lives().stream()
              .flatMap(life -> life.members().stream().filter(member -> known(member, request)).map(member -> keys(life, member, request)))
              .findFirst()
              .orElseThrow(() -> invalid("NotAuthorizedException", "Performance Insights is not enabled for " + request.identifier()));
      return DescribeDimensionKeysResponse.builder()
          .alignedStartTime(request.startTime())
          .alignedEndTime(request.endTime())
          .keys(keys.stream().limit(limit == null ? MOST_KEYS : limit).toList())
          .build();
    });
  }

  private static boolean known(MemberLife member, DescribeDimensionKeysRequest request) {
    return member.member.performanceInsights() && ResourceIds.instance(member.member.id()).equals(request.identifier());
  }

  private void check(DescribeDimensionKeysRequest request) {
    if (request.serviceType() != ServiceType.RDS || !"db.load.avg".equals(request.metric())) {
      throw invalid("InvalidArgumentException", "The simulated account knows db.load.avg of RDS.");
    }
    if (request.groupBy() == null || !GROUPS.contains(request.groupBy().group())) {
      throw invalid("InvalidArgumentException", "The simulated account groups by one of " + GROUPS + ".");
    }
    if (request.startTime() == null || request.endTime() == null || !request.startTime().isBefore(request.endTime())) {
      throw invalid("InvalidArgumentException", "StartTime must be before EndTime.");
    }
    if (request.startTime().isBefore(account.now().minus(Duration.ofDays(7)))) {
      throw invalid("InvalidArgumentException", "StartTime lies before the 7 days that are kept.");
    }
  }

  private List<DimensionKeyDescription> keys(ClusterLife life, MemberLife member, DescribeDimensionKeysRequest request) {
    List<DimensionKeyDescription> keys = new ArrayList<>();
    if (request.groupBy().group().equals(APPLICATION)) {
      // The world's file names waits and no applications.
      return keys;
    }
    if (member.member.waits().isEmpty()) {
      double cpu = mean(member, request, minute -> sessions(life, member, minute, true));
      double other = mean(member, request, minute -> sessions(life, member, minute, false));
      add(keys, "CPU", "CPU", cpu);
      add(keys, "IO", "DataFileRead", other);
    }
    for (World.Wait wait : member.member.waits()) {
      add(keys, wait.type(), wait.event(), mean(member, request, minute -> value(wait, life, minute)));
    }
    keys.sort(Comparator.comparing(DimensionKeyDescription::total).reversed());
    return keys;
  }

  private static double sessions(ClusterLife life, MemberLife member, Minute minute, boolean onCpu) {
    Duration offset = life.offset(minute.from());
    return onCpu
        ? DerivedMetrics.cpuSessions(member.member, minute.capacity(), offset)
        : DerivedMetrics.waiting(member.member, minute.capacity(), offset);
  }

  private static double value(World.Wait wait, ClusterLife life, Minute minute) {
    return wait.sessions().at(life.offset(minute.from()));
  }

  /** Over the minutes of the window in which it was up; nothing is measured while it sleeps. */
  private static double mean(MemberLife member, DescribeDimensionKeysRequest request, ToDoubleFunction<Minute> load) {
    Instant from = request.startTime();
    return member.minutes().subMap(from, true, request.endTime(), false).values().stream()
        .filter(Minute::awake)
        .mapToDouble(load)
        .average()
        .orElse(0);
  }

  private static void add(List<DimensionKeyDescription> keys, String type, String event, double sessions) {
    if (sessions > 0) {
      keys.add(
          DimensionKeyDescription.builder()
              .dimensions(Map.of("db.wait_event.type", type, "db.wait_event.name", event))
              .total(sessions)
              .build());
    }
  }

  private static AwsServiceException invalid(String code, String message) {
    return ServiceErrors.error("pi", code, message);
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
