package io.auroraresponder.lab.account;

import io.auroraresponder.incident.ClusterState.RangeLimits;
import io.auroraresponder.incident.ScalingRange;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.rds.model.CertificateDetails;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Endpoint;
import software.amazon.awssdk.services.rds.model.Event;
import software.amazon.awssdk.services.rds.model.ServerlessV2FeaturesSupport;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfigurationInfo;
import software.amazon.awssdk.services.rds.model.SourceType;
import software.amazon.awssdk.services.rds.model.Tag;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/** How RDS describes the clusters, instances and events of the simulated account. */
final class RdsAnswers {
  /** Every cluster has one; what its rules are may not be looked at in this account. */
  private static final String SECURITY_GROUP = "sg-0a1b2c3d4e5f60718";

  /** Invented part of every host name. */
  private static final String ZONE = "c0nstant1ab";

  private final SimulatedAccount account;

  RdsAnswers(SimulatedAccount account) {
    this.account = account;
  }

  DBCluster cluster(ClusterLife life, Instant now) {
    World.Cluster cluster = life.cluster;
    DBCluster.Builder answer =
        DBCluster.builder()
            .dbClusterIdentifier(cluster.id())
            .dbClusterArn(account.arn("cluster", cluster.id()))
            .dbClusterResourceId(ResourceIds.cluster(cluster.id()))
            .engine(cluster.engine())
            .engineVersion(cluster.engineVersion())
            .engineMode(cluster.engineMode())
            .status(life.statusAt(now))
            .storageType(cluster.storageType())
            .dbClusterParameterGroup(SimulatedSurroundings.parameterGroup(cluster.id()))
            .backupRetentionPeriod(7)
            .earliestRestorableTime(now.minus(java.time.Duration.ofDays(7)))
            .latestRestorableTime(now.minusSeconds(120))
            .vpcSecurityGroups(VpcSecurityGroupMembership.builder().vpcSecurityGroupId(SECURITY_GROUP).status("active").build())
            .dbClusterMembers(members(life));
    endpoint(answer, cluster);
    if (life.hasRange()) {
      answer.serverlessV2ScalingConfiguration(range(life.rangeAt(now)));
    }
    if (!cluster.platformVersion().isEmpty() && life.hasRange()) {
      answer.serverlessV2PlatformVersion(cluster.platformVersion());
    }
    if (!cluster.globalCluster().isEmpty()) {
      answer.globalClusterIdentifier(cluster.globalCluster());
    }
    if (cluster.tagsReadable()) {
      answer.tagList(tags(cluster));
    }
    return answer.build();
  }

  private void endpoint(DBCluster.Builder answer, World.Cluster cluster) {
    String domain = ZONE + "." + account.world().region() + ".rds.amazonaws.com";
    SimulatedAccount.Address invented = new SimulatedAccount.Address(cluster.id() + ".cluster-" + domain, cluster.port());
    SimulatedAccount.Address address = account.address(cluster.id()).orElse(invented);
    answer.endpoint(address.host()).port(address.port()).readerEndpoint(cluster.id() + ".cluster-ro-" + domain);
  }

  private static List<DBClusterMember> members(ClusterLife life) {
    return life.members().stream()
        .map(
            member ->
                DBClusterMember.builder()
                    .dbInstanceIdentifier(member.member.id())
                    .isClusterWriter(member.member.writer())
                    .promotionTier(member.member.tier())
                    .dbClusterParameterGroupStatus(member.parameterStatus())
                    .build())
        .toList();
  }

  private static ServerlessV2ScalingConfigurationInfo range(ScalingRange range) {
    ServerlessV2ScalingConfigurationInfo.Builder answer =
        ServerlessV2ScalingConfigurationInfo.builder().minCapacity(range.minAcu()).maxCapacity(range.maxAcu());
    return range.mayPause() ? answer.secondsUntilAutoPause(range.pauseSeconds()).build() : answer.build();
  }

  private static List<Tag> tags(World.Cluster cluster) {
    return cluster.tags().entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .sorted(Comparator.comparing(Tag::key))
        .toList();
  }

  DBInstance instance(ClusterLife life, MemberLife member) {
    World.Member world = member.member;
    String host = world.id() + "." + ZONE + "." + account.world().region() + ".rds.amazonaws.com";
    SimulatedAccount.Address address =
        account
            .address(world.id())
            .or(() -> account.address(life.cluster.id()))
            .orElse(new SimulatedAccount.Address(host, life.cluster.port()));
    return DBInstance.builder()
        .dbInstanceIdentifier(world.id())
        .dbClusterIdentifier(life.cluster.id())
        .dbInstanceArn(account.arn("db", world.id()))
        .dbiResourceId(ResourceIds.instance(world.id()))
        .dbInstanceClass(world.instanceClass())
        .dbInstanceStatus(world.status())
        .engine(life.cluster.engine())
        .engineVersion(life.cluster.engineVersion())
        .promotionTier(world.tier())
        .performanceInsightsEnabled(world.performanceInsights())
        .endpoint(Endpoint.builder().address(address.host()).port(address.port()).build())
        .certificateDetails(
            CertificateDetails.builder()
                .caIdentifier("rds-ca-rsa2048-g1")
                .validTill(account.world().now().plus(java.time.Duration.ofDays(300)))
                .build())
        .publiclyAccessible(false)
        .build();
  }

  Event event(ClusterLife.LoggedEvent event) {
    return Event.builder()
        .sourceIdentifier(event.source())
        .sourceType(event.ofCluster() ? SourceType.DB_CLUSTER : SourceType.DB_INSTANCE)
        .sourceArn(account.arn(event.ofCluster() ? "cluster" : "db", event.source()))
        .message(event.message())
        .eventCategories(event.categories())
        .date(event.at())
        .build();
  }

  static ServerlessV2FeaturesSupport support(RangeLimits limits) {
    return ServerlessV2FeaturesSupport.builder().minCapacity(limits.minAcu()).maxCapacity(limits.maxAcu()).build();
  }
}
