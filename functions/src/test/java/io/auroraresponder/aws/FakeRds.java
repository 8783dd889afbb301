package io.auroraresponder.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.DescribeEventsRequest;
import software.amazon.awssdk.services.rds.model.DescribeEventsResponse;
import software.amazon.awssdk.services.rds.model.DescribeServerlessV2PlatformVersionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeServerlessV2PlatformVersionsResponse;
import software.amazon.awssdk.services.rds.model.Endpoint;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterResponse;
import software.amazon.awssdk.services.rds.model.Tag;

/** RDS with answers set by the test; what is not set is refused by the SDK's default. Requests are noted. */
final class FakeRds implements RdsClient {
  final List<Object> requests = new ArrayList<>();
  Function<DescribeDbClustersRequest, DescribeDbClustersResponse> clusters = RdsClient.super::describeDBClusters;
  Function<DescribeDbInstancesRequest, DescribeDbInstancesResponse> instances = RdsClient.super::describeDBInstances;
  Function<DescribeEventsRequest, DescribeEventsResponse> events = RdsClient.super::describeEvents;
  Function<DescribeDbEngineVersionsRequest, DescribeDbEngineVersionsResponse> engines = RdsClient.super::describeDBEngineVersions;
  Function<DescribeServerlessV2PlatformVersionsRequest, DescribeServerlessV2PlatformVersionsResponse> platforms =
      RdsClient.super::describeServerlessV2PlatformVersions;
  Function<ModifyDbClusterRequest, ModifyDbClusterResponse> modify = RdsClient.super::modifyDBCluster;

  /** A cluster orders-db with a writer and a reader, changed as the test wants. */
  static DBCluster ordersDb(UnaryOperator<DBCluster.Builder> change) {
    DBCluster.Builder cluster =
        DBCluster.builder()
            .dbClusterIdentifier("orders-db")
            .dbClusterArn("arn:aws:rds:eu-west-1:111122223333:cluster:orders-db")
            .dbClusterResourceId("cluster-ABC")
            .engine("aurora-postgresql")
            .engineVersion("16.6")
            .engineMode("provisioned")
            .status("available")
            .endpoint("orders-db.cluster-x.eu-west-1.rds.amazonaws.com")
            .port(5432)
            .serverlessV2PlatformVersion("3")
            .serverlessV2ScalingConfiguration(range -> range.minCapacity(0.5).maxCapacity(8.0))
            .tagList(Tag.builder().key("aurora-responder:mode").value("act").build())
            .dbClusterMembers(member("orders-db-instance-1", true), member("orders-db-instance-2", false));
    return change.apply(cluster).build();
  }

  static DBClusterMember member(String id, boolean writer) {
    return DBClusterMember.builder()
        .dbInstanceIdentifier(id)
        .isClusterWriter(writer)
        .promotionTier(1)
        .dbClusterParameterGroupStatus("in-sync")
        .build();
  }

  static DBInstance instance(String id, String instanceClass) {
    return DBInstance.builder()
        .dbInstanceIdentifier(id)
        .dbInstanceClass(instanceClass)
        .dbInstanceStatus("available")
        .dbiResourceId("db-" + id)
        .performanceInsightsEnabled(true)
        .endpoint(Endpoint.builder().address(id + ".x.eu-west-1.rds.amazonaws.com").port(5433).build())
        .build();
  }

  static DescribeDbClustersResponse only(DBCluster cluster) {
    return DescribeDbClustersResponse.builder().dbClusters(cluster).build();
  }

  private synchronized void note(Object request) {
    requests.add(request);
  }

  synchronized <T> List<T> requests(Class<T> type) {
    return requests.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public DescribeDbClustersResponse describeDBClusters(DescribeDbClustersRequest request) {
    note(request);
    return clusters.apply(request);
  }

  @Override
  public DescribeDbInstancesResponse describeDBInstances(DescribeDbInstancesRequest request) {
    note(request);
    return instances.apply(request);
  }

  @Override
  public DescribeEventsResponse describeEvents(DescribeEventsRequest request) {
    note(request);
    return events.apply(request);
  }

  @Override
  public DescribeDbEngineVersionsResponse describeDBEngineVersions(DescribeDbEngineVersionsRequest request) {
    note(request);
    return engines.apply(request);
  }

  @Override
  public DescribeServerlessV2PlatformVersionsResponse describeServerlessV2PlatformVersions(
      DescribeServerlessV2PlatformVersionsRequest request) {
    note(request);
    return platforms.apply(request);
  }

  @Override
  public ModifyDbClusterResponse modifyDBCluster(ModifyDbClusterRequest request) {
    note(request);
    return modify.apply(request);
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
