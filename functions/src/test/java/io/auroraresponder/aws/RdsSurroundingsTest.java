package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.EngineSupport;
import io.auroraresponder.observation.PendingMaintenance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBMajorEngineVersion;
import software.amazon.awssdk.services.rds.model.DBProxy;
import software.amazon.awssdk.services.rds.model.DBProxyTarget;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterParametersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterParametersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbMajorEngineVersionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbMajorEngineVersionsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbProxiesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbProxiesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbProxyTargetsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbProxyTargetsResponse;
import software.amazon.awssdk.services.rds.model.DescribeIntegrationsRequest;
import software.amazon.awssdk.services.rds.model.DescribeIntegrationsResponse;
import software.amazon.awssdk.services.rds.model.DescribePendingMaintenanceActionsRequest;
import software.amazon.awssdk.services.rds.model.DescribePendingMaintenanceActionsResponse;
import software.amazon.awssdk.services.rds.model.Integration;
import software.amazon.awssdk.services.rds.model.LifecycleSupportName;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.PendingMaintenanceAction;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.rds.model.ResourcePendingMaintenanceActions;
import software.amazon.awssdk.services.rds.model.SupportedEngineLifecycle;

class RdsSurroundingsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
  private static final String ARN = "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db";

  private static final ClusterState CLUSTER =
      new ClusterState(
          new ClusterId("orders-db"), ARN, "cluster-ABC", "111122223333", "eu-west-1", "aurora-postgresql", "16.6", "provisioned",
          "available",
          Reading.unavailable("none"), List.of(member("orders-db-1"), member("orders-db-2")), Reading.known(Map.of(), NOW), "aurora", "3",
          Reading.unavailable("none"), "", 5432,
          List.of(), NOW);

  private static Member member(String id) {
    return new Member(id, "db-" + id, false, 1, "db.serverless", "available", "in-sync", "", 5432, false);
  }

  private final Region region = new Region();
  private final RdsSurroundings surroundings = new RdsSurroundings(() -> region,
      new Backoff(2, Duration.ofMillis(1), new Random(1), length -> {}));

  /** Proxies, integrations and parameters of one region, one a page. */
  private static final class Region implements RdsClient {
    private final List<DBProxy> proxies = new ArrayList<>();
    private final Map<String, List<DBProxyTarget>> targets = new HashMap<>();
    private final List<Integration> integrations = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, List<ResourcePendingMaintenanceActions>> maintenance = new HashMap<>();
    private final List<DBMajorEngineVersion> versions = new ArrayList<>();
    private boolean denied;

    Region proxy(String name, String family, String trackedCluster) {
      proxies.add(DBProxy.builder().dbProxyName(name).engineFamily(family).build());
      targets.put(name, List.of(DBProxyTarget.builder().rdsResourceId("something").build(),
          DBProxyTarget.builder().trackedClusterId(trackedCluster).build()));
      return this;
    }

    private void refuse() {
      if (denied) {
        throw RdsException.builder().statusCode(403).awsErrorDetails(
            AwsErrorDetails.builder().errorCode("AccessDenied").errorMessage("not authorized").build()).build();
      }
    }

    private static int at(@Nullable String marker) {
      return marker == null ? 0 : Integer.parseInt(marker);
    }

    private static @Nullable String next(int at, int size) {
      return at + 1 < size ? Integer.toString(at + 1) : null;
    }

    private static <T> List<T> page(List<T> all, int at) {
      return all.isEmpty() ? List.of() : all.subList(at, at + 1);
    }

    @Override
    public DescribeDbProxiesResponse describeDBProxies(DescribeDbProxiesRequest request) {
      refuse();
      int at = at(request.marker());
      return DescribeDbProxiesResponse.builder().dbProxies(page(proxies, at)).marker(next(at, proxies.size())).build();
    }

    @Override
    public DescribeDbProxyTargetsResponse describeDBProxyTargets(DescribeDbProxyTargetsRequest request) {
      asked.add(request.dbProxyName());
      List<DBProxyTarget> mine = targets.getOrDefault(request.dbProxyName(), List.of());
      int at = at(request.marker());
      return DescribeDbProxyTargetsResponse.builder().targets(page(mine, at)).marker(next(at, mine.size())).build();
    }

    @Override
    public DescribeIntegrationsResponse describeIntegrations(DescribeIntegrationsRequest request) {
      refuse();
      int at = at(request.marker());
      return DescribeIntegrationsResponse.builder().integrations(page(integrations, at)).marker(next(at, integrations.size())).build();
    }

    @Override
    public DescribeDbClustersResponse describeDBClusters(DescribeDbClustersRequest request) {
      return DescribeDbClustersResponse.builder().dbClusters(DBCluster.builder().dbClusterParameterGroup("orders-parameters").build())
          .build();
    }

    @Override
    public DescribeDbClusterParametersResponse describeDBClusterParameters(DescribeDbClusterParametersRequest request) {
      asked.add(request.dbClusterParameterGroupName() + " " + request.source());
      int at = at(request.marker());
      return DescribeDbClusterParametersResponse.builder().parameters(page(parameters, at)).marker(next(at, parameters.size())).build();
    }

    Region maintenance(String filter, String resource, String action, @Nullable Instant at) {
      maintenance.computeIfAbsent(filter, unseen -> new ArrayList<>()).add(ResourcePendingMaintenanceActions.builder()
          .resourceIdentifier("arn:aws:rds:eu-west-1:111122223333:" + resource)
          .pendingMaintenanceActionDetails(PendingMaintenanceAction.builder().action(action).currentApplyDate(at).build()).build());
      return this;
    }

    Region support(String major, Instant standard, Instant extended) {
      versions.add(DBMajorEngineVersion.builder().majorEngineVersion(major).supportedEngineLifecycles(
          lifecycle(LifecycleSupportName.OPEN_SOURCE_RDS_EXTENDED_SUPPORT, extended),
          lifecycle(LifecycleSupportName.OPEN_SOURCE_RDS_STANDARD_SUPPORT, standard)).build());
      return this;
    }

    private static SupportedEngineLifecycle lifecycle(LifecycleSupportName name, Instant end) {
      return SupportedEngineLifecycle.builder().lifecycleSupportName(name).lifecycleSupportEndDate(end).build();
    }

    @Override
    public DescribePendingMaintenanceActionsResponse describePendingMaintenanceActions(DescribePendingMaintenanceActionsRequest request) {
      refuse();
      String filter = request.filters().getFirst().name();
      asked.add(filter + " " + String.join(" ", request.filters().getFirst().values()));
      List<ResourcePendingMaintenanceActions> all = maintenance.getOrDefault(filter, List.of());
      int at = at(request.marker());
      return DescribePendingMaintenanceActionsResponse.builder().pendingMaintenanceActions(page(all, at)).marker(next(at, all.size()))
          .build();
    }

    @Override
    public DescribeDbMajorEngineVersionsResponse describeDBMajorEngineVersions(DescribeDbMajorEngineVersionsRequest request) {
      refuse();
      int at = at(request.marker());
      return DescribeDbMajorEngineVersionsResponse.builder().dbMajorEngineVersions(page(versions, at)).marker(next(at, versions.size()))
          .build();
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

  @Test
  void findsTheProxiesThatLeadToTheClusterOnAllPages() {
    region.proxy("other-proxy", "POSTGRESQL", "billing-db").proxy("second-proxy", "POSTGRESQL", "Orders-DB")
        .proxy("first-proxy", "POSTGRESQL", "orders-db");

    assertThat(surroundings.proxies(CLUSTER)).containsExactly("first-proxy", "second-proxy");
  }

  @Test
  void doesNotAskProxiesOfOtherEngines() {
    region.proxy("mysql-proxy", "MYSQL", "orders-db");

    assertThat(surroundings.proxies(CLUSTER)).isEmpty();
    assertThat(region.asked).isEmpty();
  }

  @Test
  void looksThroughTwentyProxiesAndNoMore() {
    for (int i = 0; i < 20; i++) {
      region.proxy("proxy-" + i, "POSTGRESQL", "billing-db");
    }
    assertThat(surroundings.proxies(CLUSTER)).isEmpty();

    region.proxy("one-more", "POSTGRESQL", "orders-db");
    assertThatThrownBy(() -> surroundings.proxies(CLUSTER)).isInstanceOf(DependencyException.class).hasMessageContaining("too many");
  }

  @Test
  void findsTheIntegrationsWhoseSourceIsTheCluster() {
    region.integrations.add(Integration.builder().integrationName("from-billing").sourceArn(ARN + "-2").build());
    region.integrations.add(Integration.builder().integrationName("to-warehouse").sourceArn(ARN).build());

    assertThat(surroundings.integrations(CLUSTER)).containsExactly("to-warehouse");
  }

  @Test
  void readsWhatSomebodySetInTheParameterGroup() {
    region.parameters.add(Parameter.builder().parameterName("rds.logical_replication").parameterValue("1").build());
    region.parameters.add(Parameter.builder().parameterName("work_mem").build());
    region.parameters.add(Parameter.builder().parameterName("max_connections").parameterValue("4000").build());

    assertThat(surroundings.parameters(CLUSTER)).containsExactlyEntriesOf(
        new java.util.TreeMap<>(Map.of("max_connections", "4000", "rds.logical_replication", "1")));
    assertThat(region.asked).containsOnly("orders-parameters user");
  }

  @Test
  void aRefusalIsADependencyThatFailed() {
    region.denied = true;

    assertThatThrownBy(() -> surroundings.proxies(CLUSTER)).isInstanceOf(DependencyException.class).hasMessageContaining("AccessDenied");
    assertThatThrownBy(() -> surroundings.integrations(CLUSTER)).isInstanceOf(DependencyException.class)
        .hasMessageContaining("AccessDenied");
  }

  @Test
  void maintenanceOfTheClusterAndOfItsMembersIsToldTheSoonestFirst() {
    region.maintenance("db-cluster-id", "cluster:orders-db", "db-upgrade", null)
        .maintenance("db-instance-id", "db:orders-db-2", "os-upgrade", NOW.plusSeconds(60))
        .maintenance("db-instance-id", "db:orders-db-1", "ca-certificate-rotation", NOW);

    assertThat(surroundings.maintenance(CLUSTER)).extracting(PendingMaintenance::resource, PendingMaintenance::action,
        PendingMaintenance::appliedAt).containsExactly(
            tuple("orders-db-1", "ca-certificate-rotation", Optional.of(NOW)),
            tuple("orders-db-2", "os-upgrade", Optional.of(NOW.plusSeconds(60))),
            tuple("orders-db", "db-upgrade", Optional.empty()));
    assertThat(region.asked).containsOnly("db-cluster-id orders-db", "db-instance-id orders-db-1 orders-db-2");
  }

  @Test
  void supportIsThatOfTheMajorVersionAlone() {
    region.support("15", NOW, NOW).support("16", NOW.plusSeconds(1), NOW.plusSeconds(2));

    assertThat(surroundings.support(CLUSTER)).isEqualTo(new EngineSupport("16", NOW.plusSeconds(1), Optional.of(NOW.plusSeconds(2))));
  }

  @Test
  void aVersionOfWhoseSupportRdsSaysNothingHasNoDates() {
    region.support("15", NOW, NOW);

    assertThatThrownBy(() -> surroundings.support(CLUSTER)).isInstanceOf(DependencyException.class)
        .hasMessageContaining("says nothing of the support of aurora-postgresql 16");
  }
}
