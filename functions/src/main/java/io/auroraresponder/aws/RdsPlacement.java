package io.auroraresponder.aws;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.ClusterNetwork;
import io.auroraresponder.observation.ClusterNetwork.GroupMembership;
import io.auroraresponder.observation.ClusterNetwork.PlacedMember;
import io.auroraresponder.observation.ClusterNetwork.PlacedSubnet;
import io.auroraresponder.observation.ClusterPlacement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CertificateDetails;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.Subnet;

/** Security groups, subnets and certificates of a cluster, from DescribeDBClusters and DescribeDBInstances. */
public final class RdsPlacement implements ClusterPlacement {
  private static final Logger LOG = LoggerFactory.getLogger(RdsPlacement.class);

  /** The largest page that RDS gives (RDS API reference, MaxRecords 20 to 100). */
  private static final int PAGE = 100;

  private final Supplier<RdsClient> rds;
  private final InstantSource clock;

  /**
   * @param rds a client with the SDK's standard retries
   * @param clock gives the moment of each reading
   */
  public RdsPlacement(Supplier<RdsClient> rds, InstantSource clock) {
    this.rds = rds;
    this.clock = clock;
  }

  @Override
  public ClusterNetwork of(ClusterState cluster) {
    Instant at = clock.instant();
    DBCluster described = described(cluster);
    List<GroupMembership> groups =
        described.vpcSecurityGroups().stream()
            .map(group -> new GroupMembership(or(group.vpcSecurityGroupId()), or(group.status())))
            .toList();
    return new ClusterNetwork(groups, instances(cluster).stream().map(instance -> placed(instance, at)).toList(), at);
  }

  private DBCluster described(ClusterState cluster) {
    try {
      return rds.get().describeDBClusters(request -> request.dbClusterIdentifier(cluster.id().value())).dbClusters().stream()
          .findFirst()
          .orElseThrow(() -> new DependencyException("rds", "DescribeDBClusters", "", false, "the answer names no cluster", null));
    } catch (SdkException failure) {
      throw Failures.of("rds", "DescribeDBClusters", failure);
    }
  }

  /** Nothing where it cannot be read: the groups are still known then. */
  private List<DBInstance> instances(ClusterState cluster) {
    List<DBInstance> instances = new ArrayList<>();
    DescribeDbInstancesRequest.Builder request =
        DescribeDbInstancesRequest.builder().filters(Filter.builder().name("db-cluster-id").values(cluster.id().value()).build())
        .maxRecords(PAGE);
    String marker = "";
    try {
      do {
        DescribeDbInstancesResponse page = rds.get().describeDBInstances(marker.isEmpty() ? request.build()
            : request.marker(marker).build());
        instances.addAll(page.dbInstances());
        marker = or(page.marker());
      } while (!marker.isEmpty());
    } catch (SdkException failure) {
      LOG.atWarn()
          .addKeyValue("cluster", cluster.id().value())
          .addKeyValue("reason", Failures.code(failure))
          .log("the place of members could not be read");
      return List.of();
    }
    return instances;
  }

  private static PlacedMember placed(DBInstance instance, Instant at) {
    DBSubnetGroup group = instance.dbSubnetGroup() == null ? DBSubnetGroup.builder().build() : instance.dbSubnetGroup();
    CertificateDetails certificate =
        instance.certificateDetails() == null ? CertificateDetails.builder().build() : instance.certificateDetails();
    Reading<Instant> end =
        certificate.validTill() == null
            ? Reading.unavailable("RDS does not say until when the certificate is valid")
            : Reading.known(certificate.validTill(), at);
    return new PlacedMember(
        or(instance.dbInstanceIdentifier()),
        Boolean.TRUE.equals(instance.publiclyAccessible()),
        or(group.vpcId()),
        or(instance.availabilityZone()),
        or(group.subnetGroupStatus()),
        group.subnets().stream().map(RdsPlacement::placed).toList(),
        certificate.caIdentifier() == null ? or(instance.caCertificateIdentifier()) : certificate.caIdentifier(),
        end);
  }

  private static PlacedSubnet placed(Subnet subnet) {
    return new PlacedSubnet(or(subnet.subnetIdentifier()), or(subnet.subnetStatus()));
  }

  private static String or(@Nullable String value) {
    return value == null ? "" : value;
  }
}
