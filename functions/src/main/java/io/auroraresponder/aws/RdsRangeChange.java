package io.auroraresponder.aws;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ScalingRange;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterResponse;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfiguration;

/**
 * The one call that changes a cluster: ModifyDBCluster with the scaling range and nothing else, one request on the wire.
 *
 * <p>It decides nothing and repeats nothing; the answer says what is known of the effect.
 */
public final class RdsRangeChange {
  /** The name under which a plan stands in a call's user agent. */
  public static final String AGENT = "aurora-responder-plan";

  private static final int SERVER_ERROR = 500;
  private static final int REQUEST_TIMEOUT = 408;

  /** The state may be another in a minute (RDS API reference, ModifyDBCluster). */
  private static final Set<String> STATE_FAULTS =
      Set.of("InvalidDBClusterStateFault", "InvalidDBInstanceState", "InvalidDBInstanceStateFault");

  /** Codes of a request that AWS gave up waiting for: it may or may not have been read. */
  private static final Set<String> LOST = Set.of("RequestTimeout", "RequestTimeoutException");

  private final Supplier<RdsClient> rds;

  /** What is known after the call. */
  public sealed interface Answer {
    /** RDS took it. */
    record Accepted(String requestId) implements Answer {}

    /** RDS refused it for good; nothing was changed. */
    record Refused(String code, String text) implements Answer {}

    /** RDS refused it for now, because of state or rate; nothing was changed. */
    record NotNow(String code, String text) implements Answer {}

    /** No clear answer: it may have been changed. */
    record Unsure(String text) implements Answer {}
  }

  /** Takes a client with SDK retries off, see {@link AwsClients#effects()}. */
  public RdsRangeChange(Supplier<RdsClient> rds) {
    this.rds = rds;
  }

  /**
   * Asks for the whole range.
   *
   * @param planId stands in the call's user agent, so that CloudTrail shows whose plan a call carried out
   */
  public Answer modify(ClusterId cluster, ScalingRange range, String planId) {
    try {
      ModifyDbClusterResponse answer = rds.get().modifyDBCluster(request(cluster, range, planId));
      return new Answer.Accepted(answer.responseMetadata() == null ? "" : answer.responseMetadata().requestId());
    } catch (AwsServiceException answered) {
      return answered(answered);
    } catch (SdkException unanswered) {
      return new Answer.Unsure(Failures.text(unanswered));
    }
  }

  private static ModifyDbClusterRequest request(ClusterId cluster, ScalingRange range, String planId) {
    ServerlessV2ScalingConfiguration.Builder scaling =
        ServerlessV2ScalingConfiguration.builder().minCapacity(range.minAcu()).maxCapacity(range.maxAcu());
    // Beside a nonzero min it is refused; beside min 0 it would be reset when left out.
    if (range.mayPause() && range.pauseSeconds() > 0) {
      scaling.secondsUntilAutoPause(range.pauseSeconds());
    }
    // A new range takes effect at once in any case; saying so states the intent.
    return ModifyDbClusterRequest.builder()
        .dbClusterIdentifier(cluster.value())
        .serverlessV2ScalingConfiguration(scaling.build())
        .applyImmediately(true)
        .overrideConfiguration(own -> own.addApiName(name -> name.name(AGENT).version(planId)))
        .build();
  }

  private static Answer answered(AwsServiceException failure) {
    String code = Failures.code(failure);
    String text = Failures.text(failure);
    if (failure.isThrottlingException() || STATE_FAULTS.contains(code)) {
      return new Answer.NotNow(code, text);
    }
    boolean clear = failure.statusCode() < SERVER_ERROR && failure.statusCode() != REQUEST_TIMEOUT;
    if (!clear || code.isEmpty() || LOST.contains(code)) {
      return new Answer.Unsure(code.isEmpty() ? text : code + ": " + text);
    }
    return new Answer.Refused(code, text);
  }
}
