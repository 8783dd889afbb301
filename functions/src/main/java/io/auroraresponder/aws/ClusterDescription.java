package io.auroraresponder.aws;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.rds.model.ClusterPendingModifiedValues;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfigurationInfo;
import software.amazon.awssdk.services.rds.model.Tag;

/** From the answers of DescribeDBClusters and DescribeDBInstances to a {@link ClusterState}. */
final class ClusterDescription {
  /** RDS API reference, ServerlessV2ScalingConfiguration. */
  private static final int DEFAULT_PAUSE_SECONDS = 300;

  /** States of a database activity stream that is there: it needs replication, which keeps the writer awake (Aurora User Guide). */
  private static final Set<String> STREAMING = Set.of("started", "starting");

  private ClusterDescription() {}

  static ClusterState of(DBCluster cluster, List<DBInstance> instances, Instant at) {
    List<Member> members = members(cluster, instances);
    String[] arn = or(cluster.dbClusterArn(), "").split(":", -1);
    return new ClusterState(
        new ClusterId(cluster.dbClusterIdentifier()),
        or(cluster.dbClusterArn(), ""),
        or(cluster.dbClusterResourceId(), ""),
        arn.length > 5 ? arn[4] : "",
        arn.length > 5 ? arn[3] : "",
        or(cluster.engine(), ""),
        or(cluster.engineVersion(), ""),
        or(cluster.engineMode(), ""),
        or(cluster.status(), "unknown"),
        range(cluster.serverlessV2ScalingConfiguration(), at),
        members,
        tags(cluster, at),
        or(cluster.storageType(), ""),
        or(cluster.serverlessV2PlatformVersion(), ""),
        Reading.unavailable("the limits of engine and platform version were not looked up"),
        or(cluster.endpoint(), ""),
        or(cluster.port(), 0),
        blockers(cluster, members),
        pending(cluster),
        at);
  }

  private static List<Member> members(DBCluster cluster, List<DBInstance> instances) {
    Map<String, DBInstance> byId =
        instances.stream().collect(Collectors.toMap(DBInstance::dbInstanceIdentifier, Function.identity(), (first, again) -> first));
    return cluster.dbClusterMembers().stream()
        .map(member -> member(member, Optional.ofNullable(byId.get(member.dbInstanceIdentifier())), or(cluster.port(), 0)))
        .toList();
  }

  /** What the cluster says of a member, and where there is one, what the instance says. */
  private static Member member(DBClusterMember member, Optional<DBInstance> details, int clusterPort) {
    DBInstance instance = details.orElse(DBInstance.builder().build());
    boolean endpointKnown = instance.endpoint() != null;
    return new Member(
        member.dbInstanceIdentifier(),
        or(instance.dbiResourceId(), ""),
        or(member.isClusterWriter(), false),
        or(member.promotionTier(), or(instance.promotionTier(), 1)),
        or(instance.dbInstanceClass(), ""),
        or(instance.dbInstanceStatus(), ""),
        or(member.dbClusterParameterGroupStatus(), ""),
        endpointKnown ? or(instance.endpoint().address(), "") : "",
        endpointKnown ? or(instance.endpoint().port(), clusterPort) : clusterPort,
        or(instance.performanceInsightsEnabled(), false),
        instance.dbSubnetGroup() == null ? "" : or(instance.dbSubnetGroup().vpcId(), ""));
  }

  private static Reading<ScalingRange> range(@Nullable ServerlessV2ScalingConfigurationInfo info, Instant at) {
    if (info == null || info.minCapacity() == null || info.maxCapacity() == null) {
      return Reading.unavailable("the cluster has no Serverless v2 scaling range");
    }
    // RDS reports the pause time only while min is 0. Where it does not even then, its default holds, which is also what a call that leaves
    // it out sets.
    return Reading.known(ScalingRange.of(info.minCapacity(), info.maxCapacity(), or(info.secondsUntilAutoPause(), DEFAULT_PAUSE_SECONDS)),
        at);
  }

  private static Reading<Map<String, String>> tags(DBCluster cluster, Instant at) {
    if (!cluster.hasTagList()) {
      return Reading.unavailable("the answer of DescribeDBClusters carries no tags");
    }
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : cluster.tagList()) {
      tags.put(tag.key(), or(tag.value(), ""));
    }
    return Reading.known(Map.copyOf(tags), at);
  }

  /** What keeps a cluster from pausing or makes its numbers read differently, as far as these two calls show it. */
  private static List<String> blockers(DBCluster cluster, List<Member> members) {
    List<String> blockers = new ArrayList<>();
    if (cluster.globalClusterIdentifier() != null && !cluster.globalClusterIdentifier().isEmpty()) {
      blockers.add("global database " + cluster.globalClusterIdentifier());
    }
    if (STREAMING.contains(or(cluster.activityStreamStatusAsString(), ""))) {
      blockers.add("database activity stream");
    }
    for (Member member : members) {
      if (!member.instanceClass().isEmpty() && !member.serverless()) {
        blockers.add("provisioned member " + member.id() + " (" + member.instanceClass() + ")");
      }
    }
    return blockers;
  }

  /** By name alone: a pending password is a value that nobody may see. */
  private static List<String> pending(DBCluster cluster) {
    ClusterPendingModifiedValues waiting = cluster.pendingModifiedValues();
    return waiting == null ? List.of()
        : waiting.sdkFields().stream().filter(field -> isSet(field.getValueOrDefault(waiting))).map(SdkField::memberName).sorted().toList();
  }

  private static boolean isSet(@Nullable Object value) {
    return value != null && !(value instanceof SdkAutoConstructList<?>);
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
