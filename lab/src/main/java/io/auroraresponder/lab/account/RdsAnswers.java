package io.auroraresponder.lab.account;

import io.auroraresponder.incident.ClusterState.RangeLimits;
import io.auroraresponder.incident.ScalingRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.CertificateDetails;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.Endpoint;
import software.amazon.awssdk.services.rds.model.Event;
import software.amazon.awssdk.services.rds.model.ServerlessV2FeaturesSupport;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfigurationInfo;
import software.amazon.awssdk.services.rds.model.SourceType;
import software.amazon.awssdk.services.rds.model.Subnet;
import software.amazon.awssdk.services.rds.model.Tag;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/** How RDS describes the clusters, instances and events of the simulated account. */
final class RdsAnswers {
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
            .dbClusterIdentifier(account.name(life))
            .dbClusterArn(account.arn("cluster", account.name(life)))
            .dbClusterResourceId(ResourceIds.cluster(cluster.id()))
            .engine(cluster.engine())
            .engineVersion(cluster.engineVersion())
            .engineMode(cluster.engineMode())
            .status(life.statusAt(now))
            .storageType(cluster.storageType())
            .dbClusterParameterGroup(SimulatedSurroundings.parameterGroup(cluster.id()))
            .vpcSecurityGroups(groups(cluster))
            .dbSubnetGroup(subnetGroup(cluster))
            .dbClusterMembers(members(life, now));
    endpoint(answer, cluster);
    backups(answer, life, now);
    if (life.hasRange()) {
      answer.serverlessV2ScalingConfiguration(range(life.rangeAt(now)));
    }
    if (!cluster.platformVersion().isEmpty() && life.hasRange()) {
      answer.serverlessV2PlatformVersion(cluster.platformVersion());
    }
    if (!cluster.globalCluster().isEmpty()) {
      answer.globalClusterIdentifier(cluster.globalCluster());
    }
    answer.activityStreamStatus(cluster.around().activityStream() ? "started" : "stopped");
    if (cluster.tagsReadable()) {
      answer.tagList(tags(life.tags()));
    }
    return answer.build();
  }

  private static List<VpcSecurityGroupMembership> groups(World.Cluster cluster) {
    return cluster.setup().groups().entrySet().stream()
        .map(group -> VpcSecurityGroupMembership.builder().vpcSecurityGroupId(group.getKey()).status(group.getValue()).build())
        .toList();
  }

  private static String subnetGroup(World.Cluster cluster) {
    return cluster.id() + "-subnets";
  }

  private void backups(DBCluster.Builder answer, ClusterLife life, Instant now) {
    ClusterSetup.Backups backups = life.cluster.setup().backups();
    Instant created = life.moment(backups.created());
    answer.backupRetentionPeriod(backups.retentionDays()).preferredBackupWindow(window(backups.window())).clusterCreateTime(created);
    Optional<Instant> latest =
        switch (backups.restorable()) {
          case ClusterSetup.Restorable.Behind behind -> Optional.of(now.minus(behind.by()));
          case ClusterSetup.Restorable.Since since -> Optional.of(life.moment(since.at()));
          case ClusterSetup.Restorable.Never never -> Optional.empty();
        };
    Instant first = now.minus(Duration.ofDays(backups.retentionDays()));
    latest.ifPresent(time -> answer.latestRestorableTime(time).earliestRestorableTime(created.isAfter(first) ? created : first));
    if (backups.ownedByAwsBackup()) {
      String point = "recovery-point:continuous:" + ResourceIds.cluster(life.cluster.id()).toLowerCase(Locale.ROOT);
      answer.awsBackupRecoveryPointArn(account.arn("", "").replace(":rds:", ":backup:").replaceAll(":+$", ":") + point);
    }
    answer.storageEncrypted(!backups.kmsKey().isEmpty());
    if (!backups.kmsKey().isEmpty()) {
      answer.kmsKeyId(backups.kmsKey());
    }
  }

  /** Half an hour, the shortest window; it may reach into the next day. */
  private static String window(LocalTime begin) {
    return begin + "-" + begin.plusMinutes(30);
  }

  private void endpoint(DBCluster.Builder answer, World.Cluster cluster) {
    String domain = ZONE + "." + account.world().region() + ".rds.amazonaws.com";
    SimulatedAccount.Address invented = new SimulatedAccount.Address(cluster.id() + ".cluster-" + domain, cluster.port());
    SimulatedAccount.Address address = account.address(cluster.id()).orElse(invented);
    answer.endpoint(address.host()).port(address.port()).readerEndpoint(cluster.id() + ".cluster-ro-" + domain);
  }

  private static List<DBClusterMember> members(ClusterLife life, Instant now) {
    return life.members().stream()
        .map(
            member ->
                DBClusterMember.builder()
                    .dbInstanceIdentifier(member.member.id())
                    .isClusterWriter(life.listedWriter(member, now))
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

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
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
        .dbClusterIdentifier(account.name(life))
        .dbInstanceArn(account.arn("db", world.id()))
        .dbiResourceId(ResourceIds.instance(world.id()))
        .dbInstanceClass(world.instanceClass())
        .dbInstanceStatus(member.statusAt(account.now()))
        .availabilityZone(zone(world))
        .dbSubnetGroup(subnets(life.cluster))
        .vpcSecurityGroups(groups(life.cluster))
        .engine(life.cluster.engine())
        .engineVersion(life.cluster.engineVersion())
        .promotionTier(world.tier())
        .performanceInsightsEnabled(world.performanceInsights())
        .endpoint(Endpoint.builder().address(address.host()).port(address.port()).build())
        .certificateDetails(
            CertificateDetails.builder()
                .caIdentifier(world.placement().authority())
                .validTill(account.world().now().plus(world.placement().certificateEnd()))
                .build())
        .publiclyAccessible(world.placement().publiclyAccessible())
        .build();
  }

  private String zone(World.Member member) {
    String zone = member.placement().zone();
    return zone.isEmpty() ? account.world().region() + "a" : zone;
  }

  private DBSubnetGroup subnets(World.Cluster cluster) {
    CloudNetwork network = account.network();
    List<String> ids = cluster.setup().subnets().isEmpty() ? List.copyOf(network.subnets().keySet()) : cluster.setup().subnets();
    List<Subnet> subnets =
        ids.stream()
            .map(id -> Subnet.builder().subnetIdentifier(id).subnetStatus("Active").build())
            .toList();
    return DBSubnetGroup.builder()
        .dbSubnetGroupName(subnetGroup(cluster))
        .vpcId(network.vpc())
        .subnetGroupStatus("Complete")
        .subnets(subnets)
        .build();
  }

  Event event(ClusterLife.LoggedEvent event) {
    String kind =
        switch (event.subject()) {
          case CLUSTER -> "cluster";
          case INSTANCE -> "db";
          case SNAPSHOT -> "cluster-snapshot";
        };
    return Event.builder()
        .sourceIdentifier(event.source())
        .sourceType(type(event.subject()))
        .sourceArn(account.arn(kind, event.source()))
        .message(event.message())
        .eventCategories(event.categories())
        .date(event.at())
        .build();
  }

  static SourceType type(World.Subject subject) {
    return switch (subject) {
      case CLUSTER -> SourceType.DB_CLUSTER;
      case INSTANCE -> SourceType.DB_INSTANCE;
      case SNAPSHOT -> SourceType.DB_CLUSTER_SNAPSHOT;
    };
  }

  static ServerlessV2FeaturesSupport support(RangeLimits limits) {
    return ServerlessV2FeaturesSupport.builder().minCapacity(limits.minAcu()).maxCapacity(limits.maxAcu()).build();
  }
}
