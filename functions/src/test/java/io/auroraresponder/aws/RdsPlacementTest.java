package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.ClusterNetwork;
import io.auroraresponder.observation.ClusterNetwork.GroupMembership;
import io.auroraresponder.observation.ClusterNetwork.PlacedMember;
import io.auroraresponder.observation.ClusterNetwork.PlacedSubnet;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.rds.model.Subnet;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

class RdsPlacementTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
  private static final Instant END = Instant.parse("2027-05-01T00:00:00Z");

  private final FakeRds rds = new FakeRds();
  private final RdsPlacement placement = new RdsPlacement(() -> rds, () -> NOW);

  @Test
  void readsGroupsSubnetsAndCertificatesOfAllPages() {
    rds.clusters = request -> FakeRds.only(FakeRds.ordersDb(cluster ->
        cluster.vpcSecurityGroups(VpcSecurityGroupMembership.builder().vpcSecurityGroupId("sg-db").status("active").build())));
    rds.instances = request -> request.marker() == null ? page(placed(), "next")
        : page(FakeRds.instance("orders-db-instance-2", "db.serverless"), "");

    ClusterNetwork network = placement.of(cluster());

    assertThat(network.groups()).containsExactly(new GroupMembership("sg-db", "active"));
    assertThat(network.members())
        .containsExactly(
            new PlacedMember(
                "orders-db-instance-1", true, "vpc-1", "eu-west-1a", "Complete", List.of(new PlacedSubnet("subnet-a", "Active")),
                "rds-ca-rsa2048-g1",
                Reading.known(END, NOW)),
            new PlacedMember(
                "orders-db-instance-2", false, "", "", "", List.of(), "",
                Reading.unavailable("RDS does not say until when the certificate is valid")));
    assertThat(network.subnetIds()).containsExactly("subnet-a");
  }

  @Test
  void membersThatCannotBeReadLeaveTheGroups() {
    rds.clusters = request -> FakeRds.only(FakeRds.ordersDb(cluster ->
        cluster.vpcSecurityGroups(VpcSecurityGroupMembership.builder().vpcSecurityGroupId("sg-db").build())));
    rds.instances =
        request -> {
          throw (RdsException) Errors.filled(RdsException.builder(), "AccessDenied", 403);
        };

    ClusterNetwork network = placement.of(cluster());

    assertThat(network.groups()).containsExactly(new GroupMembership("sg-db", ""));
    assertThat(network.members()).isEmpty();
  }

  @Test
  void aClusterThatCannotBeReadIsADependencyFailure() {
    rds.clusters = request -> DescribeDbClustersResponse.builder().build();
    assertThatThrownBy(() -> placement.of(cluster())).isInstanceOf(DependencyException.class);

    rds.clusters =
        request -> {
          throw (RdsException) Errors.filled(RdsException.builder(), "AccessDenied", 403);
        };
    assertThatThrownBy(() -> placement.of(cluster())).isInstanceOf(DependencyException.class).hasMessageContaining("AccessDenied");
  }

  private static DBInstance placed() {
    return DBInstance.builder()
        .dbInstanceIdentifier("orders-db-instance-1")
        .publiclyAccessible(true)
        .availabilityZone("eu-west-1a")
        .dbSubnetGroup(
            group ->
                group.vpcId("vpc-1").subnetGroupStatus("Complete")
                    .subnets(Subnet.builder().subnetIdentifier("subnet-a").subnetStatus("Active").build()))
        .certificateDetails(certificate -> certificate.caIdentifier("rds-ca-rsa2048-g1").validTill(END))
        .build();
  }

  private static DescribeDbInstancesResponse page(DBInstance instance, String marker) {
    DescribeDbInstancesResponse.Builder answer = DescribeDbInstancesResponse.builder().dbInstances(instance);
    return marker.isEmpty() ? answer.build() : answer.marker(marker).build();
  }

  private static ClusterState cluster() {
    return ClusterDescription.of(FakeRds.ordersDb(cluster -> cluster), List.of(), NOW);
  }
}
