package io.auroraresponder.lab.account;

import io.auroraresponder.incident.ClusterState.RangeLimits;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.ScalingRange;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfiguration;

/**
 * What ModifyDBCluster accepts as a scaling range (RDS API model and Aurora User Guide).
 *
 * <p>Where AWS's behaviour is not documented these rules are the stricter guess: min and max always together, a pause time never
 * beside a nonzero min, a pause time that is left out is reset.
 */
final class RangeRules {
  /** The default of SecondsUntilAutoPause (RDS API model). */
  static final int DEFAULT_PAUSE_SECONDS = 300;

  private static final int LONGEST_PAUSE_SECONDS = 86_400;
  private static final double LEAST_MAX = 1;

  private RangeRules() {}

  /**
   * The range that a request asks for.
   *
   * @throws AwsServiceException InvalidParameterValue or InvalidParameterCombination
   */
  static ScalingRange accepted(ServerlessV2ScalingConfiguration asked, Optional<RangeLimits> limits) {
    if (asked.minCapacity() == null || asked.maxCapacity() == null) {
      throw value("Both MinCapacity and MaxCapacity must be specified when you initialize Serverless v2 scaling configuration.");
    }
    double min = halves(asked.minCapacity());
    double max = halves(asked.maxCapacity());
    if (max < LEAST_MAX) {
      throw value("Serverless v2 maximum capacity " + max + " isn't valid. The maximum capacity must be at least 1.0.");
    }
    if (min > max) {
      throw value("Serverless v2 minimum capacity " + min + " is greater than maximum capacity " + max + ".");
    }
    within(min, max, limits);
    return ScalingRange.of(min, max, pause(asked.secondsUntilAutoPause(), min));
  }

  private static void within(double min, double max, Optional<RangeLimits> limits) {
    if (limits.isEmpty()) {
      throw ServiceErrors.error(
          "rds", "InvalidParameterCombination", "This engine version does not support Serverless v2 scaling.");
    }
    RangeLimits allowed = limits.get();
    if (min < allowed.minAcu()) {
      throw value("Serverless v2 minimum capacity " + min + " isn't valid. The minimum capacity must be at least " + allowed
          .minAcu() + ".");
    }
    if (max > allowed.maxAcu()) {
      throw value("Serverless v2 maximum capacity " + max + " isn't valid. The maximum capacity must be at most " + allowed.maxAcu() + ".");
    }
  }

  private static int pause(@org.jspecify.annotations.Nullable Integer seconds, double min) {
    if (seconds == null) {
      return min == 0 ? DEFAULT_PAUSE_SECONDS : 0;
    }
    if (min > 0) {
      throw value("SecondsUntilAutoPause can only be specified when minimum capacity is 0.");
    }
    if (seconds < DEFAULT_PAUSE_SECONDS || seconds > LONGEST_PAUSE_SECONDS) {
      throw value("SecondsUntilAutoPause must be between 300 and 86400, not " + seconds + ".");
    }
    return seconds;
  }

  private static double halves(double acu) {
    if (!Double.isFinite(acu) || acu < 0 || acu * 2 != Math.rint(acu * 2)) {
      throw value("Serverless v2 capacity " + (Double.isFinite(acu) ? Numbers.rounded(acu, 3) : acu) + " isn't valid. Use steps of 0.5.");
    }
    return acu;
  }

  private static AwsServiceException value(String message) {
    return ServiceErrors.error("rds", "InvalidParameterValue", message);
  }
}
