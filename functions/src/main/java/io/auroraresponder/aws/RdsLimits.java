package io.auroraresponder.aws;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.ClusterState.RangeLimits;
import io.auroraresponder.incident.DependencyException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.ServerlessV2FeaturesSupport;
import software.amazon.awssdk.services.rds.model.ServerlessV2PlatformVersionInfo;

/**
 * What engine version and platform version allow, the smaller of both; each pair is asked for once in the life of the process.
 *
 * <p>Where RDS reports no platform version only the engine version counts: a range that is then too large is refused by RDS itself.
 */
final class RdsLimits {
  private final Supplier<RdsClient> rds;
  private final Map<String, RangeLimits> known = new ConcurrentHashMap<>();

  RdsLimits(Supplier<RdsClient> rds) {
    this.rds = rds;
  }

  RangeLimits of(ClusterState cluster) {
    String key = cluster.engine() + " " + cluster.engineVersion() + " " + cluster.platformVersion();
    RangeLimits before = known.get(key);
    if (before != null) {
      return before;
    }
    RangeLimits limits = ofEngine(cluster.engine(), cluster.engineVersion());
    if (!cluster.platformVersion().isEmpty()) {
      limits = smaller(limits, ofPlatform(cluster.engine(), cluster.platformVersion()));
    }
    known.put(key, limits);
    return limits;
  }

  private static RangeLimits smaller(RangeLimits one, RangeLimits other) {
    return new RangeLimits(Math.max(one.minAcu(), other.minAcu()), Math.min(one.maxAcu(), other.maxAcu()));
  }

  private RangeLimits ofEngine(String engine, String version) {
    try {
      return rds.get().describeDBEngineVersions(request -> request.engine(engine).engineVersion(version)).dbEngineVersions().stream()
          .filter(found -> version.equals(found.engineVersion()))
          .findFirst()
          .map(DBEngineVersion::serverlessV2FeaturesSupport)
          .flatMap(RdsLimits::limits)
          .orElseThrow(() -> unsaid("DescribeDBEngineVersions", engine + " " + version));
    } catch (SdkException failure) {
      throw Failures.of("rds", "DescribeDBEngineVersions", failure);
    }
  }

  private RangeLimits ofPlatform(String engine, String version) {
    try {
      return rds.get()
          .describeServerlessV2PlatformVersions(request -> request.engine(engine).serverlessV2PlatformVersion(version))
          .serverlessV2PlatformVersions()
          .stream()
          .filter(found -> version.equals(found.serverlessV2PlatformVersion()))
          .findFirst()
          .map(ServerlessV2PlatformVersionInfo::serverlessV2FeaturesSupport)
          .flatMap(RdsLimits::limits)
          .orElseThrow(() -> unsaid("DescribeServerlessV2PlatformVersions", "platform version " + version));
    } catch (SdkException failure) {
      throw Failures.of("rds", "DescribeServerlessV2PlatformVersions", failure);
    }
  }

  private static Optional<RangeLimits> limits(ServerlessV2FeaturesSupport support) {
    if (support.minCapacity() == null || support.maxCapacity() == null) {
      return Optional.empty();
    }
    return Optional.of(new RangeLimits(support.minCapacity(), support.maxCapacity()));
  }

  private static DependencyException unsaid(String operation, String subject) {
    return new DependencyException("rds", operation, "", false, "the answer says nothing of Serverless v2 limits of " + subject, null);
  }
}
