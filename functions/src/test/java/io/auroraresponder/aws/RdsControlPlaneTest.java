package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.BlueGreenDeployment;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DescribeBlueGreenDeploymentsRequest;
import software.amazon.awssdk.services.rds.model.DescribeBlueGreenDeploymentsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.DescribeEventsRequest;
import software.amazon.awssdk.services.rds.model.DescribeEventsResponse;
import software.amazon.awssdk.services.rds.model.DescribeServerlessV2PlatformVersionsResponse;
import software.amazon.awssdk.services.rds.model.Event;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.rds.model.ServerlessV2PlatformVersionInfo;

class RdsControlPlaneTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
  private static final ClusterId ORDERS = new ClusterId("orders-db");

  private final FakeRds rds = new FakeRds();
  private final List<Duration> pauses = new ArrayList<>();
  private final RdsControlPlane plane = new RdsControlPlane(() -> rds, () -> NOW, Errors.backoff(pauses));

  @Test
  void describesTheClusterWithItsMembers() {
    rds.clusters = request -> FakeRds.only(FakeRds.ordersDb(cluster -> cluster));
    rds.instances = request -> instances(FakeRds.instance("orders-db-instance-2", "db.serverless"),
        FakeRds.instance("orders-db-instance-1", "db.serverless"));

    ClusterState state = plane.cluster(ORDERS).orElseThrow();

    assertThat(state.resourceId()).isEqualTo("cluster-ABC");
    assertThat(state.account()).isEqualTo("111122223333");
    assertThat(state.region()).isEqualTo("eu-west-1");
    assertThat(state.range()).isEqualTo(Reading.known(ScalingRange.of(0.5, 8), NOW));
    assertThat(state.tags()).isEqualTo(Reading.known(Map.of("aurora-responder:mode", "act"), NOW));
    assertThat(state.blockers()).isEmpty();
    assertThat(state.limits().isKnown()).isFalse();
    assertThat(state.writer().map(Member::id)).contains("orders-db-instance-1");
    assertThat(state.serverlessMembers()).hasSize(2);
    assertThat(state.members().getFirst())
        .isEqualTo(
            new Member("orders-db-instance-1", "db-orders-db-instance-1", true, 1, "db.serverless", "available", "in-sync",
                "orders-db-instance-1.x.eu-west-1.rds.amazonaws.com", 5433, true));
  }

  @Test
  void whatWasReadAheadIsTheAnswerOfOneLookThatFollowsAtOnce() {
    AtomicInteger asked = new AtomicInteger();
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    RdsControlPlane moving = new RdsControlPlane(() -> rds, now::get, Errors.backoff(pauses));
    rds.clusters = request -> {
      asked.incrementAndGet();
      return FakeRds.only(FakeRds.ordersDb(cluster -> cluster));
    };
    rds.instances = request -> instances(FakeRds.instance("orders-db-instance-2", "db.serverless"),
        FakeRds.instance("orders-db-instance-1", "db.serverless"));

    Optional<ClusterState> ahead = moving.ahead(ORDERS);
    now.set(NOW.plusSeconds(3));
    assertThat(moving.cluster(ORDERS)).isEqualTo(ahead);
    assertThat(asked).hasValue(1);

    assertThat(moving.cluster(ORDERS).orElseThrow().at()).isEqualTo(NOW.plusSeconds(3));
    assertThat(asked).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4})
  void whatWasReadAheadIsForgottenWhereTheLookDoesNotFollow(int seconds) {
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    RdsControlPlane moving = new RdsControlPlane(() -> rds, now::get, Errors.backoff(pauses));
    rds.clusters = request -> FakeRds.only(FakeRds.ordersDb(cluster -> cluster));
    rds.instances = request -> instances(FakeRds.instance("orders-db-instance-2", "db.serverless"),
        FakeRds.instance("orders-db-instance-1", "db.serverless"));
    var unused = moving.ahead(ORDERS);
    now.set(NOW.plusSeconds(seconds));

    assertThat(moving.cluster(ORDERS).orElseThrow().at()).isEqualTo(NOW.plusSeconds(seconds));
  }

  @Test
  void detailsThatCouldNotBeReadAheadAreAskedForOnceMore() {
    rds.clusters = request -> FakeRds.only(FakeRds.ordersDb(cluster -> cluster));
    rds.instances = request -> {
      throw Errors.filled(RdsException.builder(), "Throttling", 400);
    };
    assertThat(plane.ahead(ORDERS).orElseThrow().members()).allMatch(member -> member.status().isEmpty());
    rds.instances = request -> instances(FakeRds.instance("orders-db-instance-2", "db.serverless"),
        FakeRds.instance("orders-db-instance-1", "db.serverless"));

    assertThat(plane.cluster(ORDERS).orElseThrow().members()).noneMatch(member -> member.status().isEmpty());
  }

  @Test
  void keepsThePauseTimeWhileMinIsZero() {
    rds.clusters = request -> FakeRds.only(FakeRds.ordersDb(cluster -> cluster.serverlessV2ScalingConfiguration(
        range -> range.minCapacity(0.0).maxCapacity(4.0).secondsUntilAutoPause(600))));
    rds.instances = request -> instances();

    ClusterState state = plane.cluster(ORDERS).orElseThrow();

    assertThat(state.range()).isEqualTo(Reading.known(ScalingRange.of(0, 4, 600), NOW));
  }

  @Test
  void takesTheDefaultWhereRdsDoesNotReportThePauseTimeOfMinZero() {
    rds.clusters = request -> FakeRds.only(FakeRds.ordersDb(cluster -> cluster.serverlessV2ScalingConfiguration(
        range -> range.minCapacity(0.0).maxCapacity(4.0))));
    rds.instances = request -> instances();

    ClusterState state = plane.cluster(ORDERS).orElseThrow();

    assertThat(state.range()).isEqualTo(Reading.known(ScalingRange.of(0, 4, 300), NOW));
  }

  @Test
  void answersEmptyForAClusterThatDoesNotExist() {
    rds.clusters = request -> {
      throw Errors.filled(DbClusterNotFoundException.builder(), "DBClusterNotFoundFault", 404);
    };
    rds.instances = request -> instances();

    Optional<ClusterState> state = plane.cluster(ORDERS);

    assertThat(state).isEmpty();
  }

  @Test
  void keepsTheClusterWhenMemberDetailsCannotBeRead() {
    rds.clusters = request -> FakeRds.only(FakeRds.ordersDb(cluster -> cluster));
    rds.instances = request -> {
      throw Errors.filled(RdsException.builder(), "AccessDenied", 403);
    };

    ClusterState state = plane.cluster(ORDERS).orElseThrow();

    assertThat(state.members()).hasSize(2);
    assertThat(state.members().getFirst().writer()).isTrue();
    assertThat(state.members().getFirst().status()).isEmpty();
    assertThat(state.members().getFirst().instanceClass()).isEmpty();
    assertThat(state.blockers()).isEmpty();
  }

  @Test
  void readsMembersOfTheSecondPage() {
    rds.clusters = request -> FakeRds.only(FakeRds.ordersDb(cluster -> cluster));
    rds.instances = request -> request.marker() == null
        ? DescribeDbInstancesResponse.builder().dbInstances(FakeRds.instance("orders-db-instance-1", "db.serverless")).marker("2").build()
        : instances(FakeRds.instance("orders-db-instance-2", "db.serverless"));

    ClusterState state = plane.cluster(ORDERS).orElseThrow();

    assertThat(state.serverlessMembers()).hasSize(2);
  }

  @Test
  void saysThatTagsAreUnavailableWhenTheAnswerHasNoTagList() {
    rds.clusters = request -> FakeRds.only(FakeRds.ordersDb(cluster ->
        cluster.tagList((java.util.Collection<software.amazon.awssdk.services.rds.model.Tag>) null)));
    rds.instances = request -> instances();

    ClusterState state = plane.cluster(ORDERS).orElseThrow();

    assertThat(state.tags()).isInstanceOf(Reading.Unavailable.class);
  }

  @Test
  void saysThatAClusterWithoutServerlessRangeHasNone() {
    rds.clusters = request -> FakeRds.only(FakeRds.ordersDb(cluster -> cluster.serverlessV2ScalingConfiguration(
        (software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfigurationInfo) null)));
    rds.instances = request -> instances();

    ClusterState state = plane.cluster(ORDERS).orElseThrow();

    assertThat(state.range().isKnown()).isFalse();
  }

  @Test
  void namesWhatKeepsAClusterFromPausing() {
    rds.clusters = request -> FakeRds.only(FakeRds.ordersDb(cluster -> cluster.globalClusterIdentifier("world-db")
        .activityStreamStatus("started")));
    rds.instances = request -> instances(FakeRds.instance("orders-db-instance-1", "db.serverless"),
        FakeRds.instance("orders-db-instance-2", "db.r6g.large"));

    ClusterState state = plane.cluster(ORDERS).orElseThrow();

    assertThat(state.blockers()).containsExactly("global database world-db", "database activity stream",
        "provisioned member orders-db-instance-2 (db.r6g.large)");
  }

  @Test
  void failsWithTheCodeOfRdsWhenItRefuses() {
    rds.clusters = request -> {
      throw Errors.filled(RdsException.builder(), "AccessDenied", 403);
    };
    rds.instances = request -> instances();

    assertThatThrownBy(() -> plane.cluster(ORDERS))
        .isInstanceOfSatisfying(
            DependencyException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("AccessDenied");
              assertThat(failure.retryable()).isFalse();
              assertThat(failure).hasMessageContaining("because of AccessDenied");
            });
  }

  @Test
  void takesTheSmallerOfEngineAndPlatformLimitsAndAsksOnce() {
    rds.engines = request -> engine(request, 0.5, 256);
    rds.platforms = request -> platform(request.serverlessV2PlatformVersion(), 0, 128);
    ClusterState cluster = ordersDb();

    ClusterState.RangeLimits first = plane.limits(cluster);
    ClusterState.RangeLimits second = plane.limits(cluster);

    assertThat(first).isEqualTo(new ClusterState.RangeLimits(0.5, 128)).isEqualTo(second);
    assertThat(rds.requests(DescribeDbEngineVersionsRequest.class)).hasSize(1);
  }

  @Test
  void failsWhenTheEngineVersionSaysNothingOfServerless() {
    rds.engines = request -> DescribeDbEngineVersionsResponse.builder().build();
    ClusterState cluster = ordersDb();

    assertThatThrownBy(() -> plane.limits(cluster)).isInstanceOf(DependencyException.class).hasMessageContaining("says nothing");
  }

  /** Two pages of deployments: as source, as target, of others, and one that is over. */
  private static final class Deployments implements RdsClient {
    @Override
    public DescribeBlueGreenDeploymentsResponse describeBlueGreenDeployments(DescribeBlueGreenDeploymentsRequest request) {
      boolean first = request.marker() == null;
      return DescribeBlueGreenDeploymentsResponse.builder()
          .blueGreenDeployments(first
              ? List.of(deployment("upgrade", ARN, ARN + "-green", "AVAILABLE"),
              deployment("over", ARN, ARN + "-x", "SWITCHOVER_COMPLETED"))
              : List.of(deployment("back", ARN + "-y", ARN, "PROVISIONING"), deployment("of-others", ARN + "-2", ARN + "-3", "AVAILABLE")))
          .marker(first ? "second" : null).build();
    }

    private static BlueGreenDeployment deployment(String name, String source, String target, String status) {
      return BlueGreenDeployment.builder().blueGreenDeploymentName(name).source(source).target(target).status(status).build();
    }

    @Override
    public String serviceName() {
      return "rds";
    }

    @Override
    public void close() {}
  }

  private static final String ARN = "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db";

  @Test
  void namesTheBlueGreenDeploymentsUnderWayThatTheClusterIsPartOf() {
    ClusterState cluster = new ClusterState(
        new ClusterId("orders-db"), ARN, "cluster-ABC", "111122223333", "eu-west-1", "aurora-postgresql", "16.6", "provisioned",
        "available",
        Reading.unavailable("none"), List.of(), Reading.unavailable("none"), "aurora", "3", Reading.unavailable("none"), "", 5432,
        List.of(),
        Instant.EPOCH);

    assertThat(new RdsControlPlane(Deployments::new, InstantSource.system(), Backoff.standard()).blueGreenDeployments(cluster))
        .containsExactly("back", "upgrade");
  }

  @Test
  void readsTheSecondPageOfEventsAfterItWasThrottled() {
    AtomicInteger throttled = new AtomicInteger();
    rds.events = request -> {
      if (!request.sourceIdentifier().equals("orders-db")) {
        return DescribeEventsResponse.builder().build();
      }
      if (request.marker() == null) {
        return page(event("orders-db", "2026-01-15T08:58:41.900Z", "Completed failover")).toBuilder().marker("PAGE2").build();
      }
      if (throttled.getAndIncrement() == 0) {
        throw Errors.filled(RdsException.builder(), "Throttling", 400);
      }
      return page(event("orders-db", "2026-01-15T08:58:02.113Z", "Started failover"));
    };

    List<RdsEvent> events = plane.events(ordersDb(), NOW.minusSeconds(3600), NOW);

    assertThat(events).extracting(RdsEvent::message).containsExactly("Started failover", "Completed failover");
    assertThat(pauses).hasSize(1).allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(1), Duration.ofMillis(400)));
  }

  @Test
  void saysThatTheListIsIncompleteWhenAPageStaysThrottled() {
    rds.events = request -> {
      if (request.marker() == null) {
        return page(event(request.sourceIdentifier(), "2026-01-15T08:58:02Z", "Started failover")).toBuilder().marker("PAGE2").build();
      }
      throw Errors.filled(RdsException.builder(), "Throttling", 400);
    };
    ClusterState cluster = ordersDb();

    assertThatThrownBy(() -> plane.events(cluster, NOW.minusSeconds(3600), NOW))
        .isInstanceOf(DependencyException.class)
        .hasMessageContaining("incomplete")
        .hasMessageContaining("Throttling");
    assertThat(rds.requests(DescribeEventsRequest.class).stream().filter(request -> "orders-db".equals(request.sourceIdentifier())))
        .hasSize(4);
  }

  @Test
  void asksForEveryMemberInTheSameWindow() {
    rds.events = request -> page(event(request.sourceIdentifier(), request.sourceIdentifier().equals("orders-db") ? "2026-11-24T10:00:00Z"
        : "2026-11-24T09:00:00Z", "x"));
    Instant from = NOW.minus(Duration.ofDays(13));

    List<RdsEvent> events = plane.events(ordersDb(), from, NOW);

    assertThat(events).extracting(RdsEvent::sourceId).endsWith("orders-db").hasSize(3);
    assertThat(rds.requests(DescribeEventsRequest.class))
        .hasSize(3)
        .allSatisfy(
            request -> {
              assertThat(request.startTime()).isEqualTo(from);
              assertThat(request.endTime()).isEqualTo(NOW);
              assertThat(request.sourceType()).isNotNull();
            });
  }

  private ClusterState ordersDb() {
    rds.clusters = request -> FakeRds.only(FakeRds.ordersDb(cluster -> cluster));
    rds.instances = request -> instances();
    return plane.cluster(ORDERS).orElseThrow();
  }

  private static DescribeDbInstancesResponse instances(DBInstance... instances) {
    return DescribeDbInstancesResponse.builder().dbInstances(instances).build();
  }

  private static DescribeEventsResponse page(Event... events) {
    return DescribeEventsResponse.builder().events(events).build();
  }

  private static Event event(String source, String at, String message) {
    return Event.builder().sourceIdentifier(source).message(message).eventCategories("failover").date(Instant.parse(at)).build();
  }

  private static DescribeDbEngineVersionsResponse engine(DescribeDbEngineVersionsRequest request, double min, double max) {
    return DescribeDbEngineVersionsResponse.builder()
        .dbEngineVersions(
            DBEngineVersion.builder()
                .engine(request.engine())
                .engineVersion(request.engineVersion())
                .serverlessV2FeaturesSupport(support -> support.minCapacity(min).maxCapacity(max))
                .build())
        .build();
  }

  private static DescribeServerlessV2PlatformVersionsResponse platform(String version, double min, double max) {
    return DescribeServerlessV2PlatformVersionsResponse.builder()
        .serverlessV2PlatformVersions(
            ServerlessV2PlatformVersionInfo.builder()
                .serverlessV2PlatformVersion(version)
                .serverlessV2FeaturesSupport(support -> support.minCapacity(min).maxCapacity(max))
                .build())
        .build();
  }
}
