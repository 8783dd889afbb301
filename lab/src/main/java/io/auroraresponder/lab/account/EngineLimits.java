package io.auroraresponder.lab.account;

import io.auroraresponder.incident.ClusterState.RangeLimits;
import java.util.Optional;

/** The capacity ranges that engine and platform versions allow (Aurora User Guide, "How Aurora serverless works"). */
final class EngineLimits {
  private EngineLimits() {}

  /** What an Aurora PostgreSQL version allows; empty where it knows no Serverless v2. */
  static Optional<RangeLimits> ofEngine(String version) {
    String[] parts = version.split("\\.", -1);
    if (parts.length < 2 || !parts[0].matches("\\d{1,3}") || !parts[1].matches("\\d{1,3}")) {
      return Optional.empty();
    }
    int minor = Integer.parseInt(parts[1]);
    return switch (Integer.parseInt(parts[0])) {
      case 13 -> byMinor(minor, 6, 13, 15);
      case 14 -> byMinor(minor, 3, 10, 12);
      case 15 -> byMinor(minor, 2, 5, 7);
      case 16 -> byMinor(minor, 1, 1, 3);
      case 17, 18 -> Optional.of(new RangeLimits(0, 256));
      default -> Optional.empty();
    };
  }

  private static Optional<RangeLimits> byMinor(int minor, int first, int large, int pausing) {
    if (minor >= pausing) {
      return Optional.of(new RangeLimits(0, 256));
    }
    if (minor >= large) {
      return Optional.of(new RangeLimits(0.5, 256));
    }
    return minor >= first ? Optional.of(new RangeLimits(0.5, 128)) : Optional.empty();
  }

  /** What a platform version allows. */
  static Optional<RangeLimits> ofPlatform(String version) {
    return switch (version) {
      case "1" -> Optional.of(new RangeLimits(0, 128));
      case "2", "3", "4" -> Optional.of(new RangeLimits(0, 256));
      default -> Optional.empty();
    };
  }

  /** The smaller of both; a platform version that is not reported does not limit. */
  static Optional<RangeLimits> of(World.Cluster cluster) {
    Optional<RangeLimits> engine = ofEngine(cluster.engineVersion());
    Optional<RangeLimits> platform = ofPlatform(cluster.platformVersion());
    if (engine.isEmpty() || platform.isEmpty()) {
      return engine;
    }
    return Optional.of(
        new RangeLimits(
            Math.max(engine.get().minAcu(), platform.get().minAcu()), Math.min(engine.get().maxAcu(), platform.get().maxAcu())));
  }
}
