package io.auroraresponder.incident;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster as the control plane describes it at one moment.
 *
 * @param resourceId DbClusterResourceId: unlike the name it is never used twice
 * @param engineMode {@code provisioned} for Serverless v2, {@code serverless} for the retired v1
 * @param status DBCluster.Status, for example {@code available}
 * @param range the Serverless v2 range; unavailable where the cluster has none
 * @param tags unavailable where the answer carried no tag list: then no policy can be read
 * @param storageType {@code aurora} or {@code aurora-iopt1}, empty means {@code aurora}
 * @param platformVersion ServerlessV2PlatformVersion, empty where not reported
 * @param limits what engine and platform allow; unavailable where it could not be looked up
 * @param endpoint the cluster (writer) endpoint, empty where not read
 * @param blockers things that change how the numbers read or keep it from pausing (RDS Proxy, global database, …), by name
 * @param pending modifications that wait for the maintenance window, by the name of what they change; never their values
 * @param at when it was read
 */
public record ClusterState(
    ClusterId id,
    String arn,
    String resourceId,
    String account,
    String region,
    String engine,
    String engineVersion,
    String engineMode,
    String status,
    Reading<ScalingRange> range,
    List<Member> members,
    Reading<Map<String, String>> tags,
    String storageType,
    String platformVersion,
    Reading<RangeLimits> limits,
    String endpoint,
    int port,
    List<String> blockers,
    List<String> pending,
    Instant at) {

  /** What engine version and platform version allow, the smaller of both, in ACU. */
  public record RangeLimits(double minAcu, double maxAcu) {
    public boolean allowsPause() {
      return minAcu == 0;
    }
  }

  public ClusterState {
    members = List.copyOf(members);
    blockers = List.copyOf(blockers);
    pending = List.copyOf(pending);
  }

  /** With no modification pending. */
  public ClusterState(
      ClusterId id, String arn, String resourceId, String account, String region, String engine, String engineVersion, String engineMode,
      String status, Reading<ScalingRange> range, List<Member> members, Reading<Map<String, String>> tags, String storageType,
      String platformVersion, Reading<RangeLimits> limits, String endpoint, int port, List<String> blockers, Instant at) {
    this(id, arn, resourceId, account, region, engine, engineVersion, engineMode, status, range, members, tags, storageType,
        platformVersion,
        limits, endpoint, port, blockers, List.of(), at);
  }

  public Optional<Member> writer() {
    return members.stream().filter(Member::writer).findFirst();
  }

  /** Whom messages name: the tag {@code aurora-responder:owner}; empty where there is none or the tags could not be read. */
  public String owner() {
    return tag("aurora-responder:owner");
  }

  /** The Slack channel that the tag {@code aurora-responder:slack-channel} names; empty as the owner is. */
  public String slackChannel() {
    return tag("aurora-responder:slack-channel");
  }

  private String tag(String key) {
    return tags.orElse(Map.of()).getOrDefault(key, "").strip();
  }

  public List<Member> serverlessMembers() {
    return members.stream().filter(Member::serverless).toList();
  }

  public boolean available() {
    return status.equals("available");
  }

  /** Whether it is going for good: RDS ends no deletion. */
  public boolean isBeingDeleted() {
    return status.equals("deleting");
  }

  /** The same cluster, were it tagged so. */
  public ClusterState tagged(Map<String, String> others) {
    return new ClusterState(
        id, arn, resourceId, account, region, engine, engineVersion, engineMode, status, range, members, Reading.known(others, at),
        storageType,
        platformVersion, limits, endpoint, port, blockers, pending, at);
  }

  /** The same cluster with modifications that wait. */
  public ClusterState withPending(List<String> names) {
    return new ClusterState(
        id, arn, resourceId, account, region, engine, engineVersion, engineMode, status, range, members, tags, storageType,
        platformVersion, limits, endpoint, port, blockers, names, at);
  }

  /** The same cluster with limits that were looked up separately. */
  public ClusterState withLimits(Reading<RangeLimits> found) {
    return new ClusterState(
        id, arn, resourceId, account, region, engine, engineVersion, engineMode, status, range, members, tags, storageType,
        platformVersion, found, endpoint, port, blockers, pending, at);
  }
}
