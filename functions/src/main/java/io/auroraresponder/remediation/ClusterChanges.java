package io.auroraresponder.remediation;

/**
 * The one effect on a cluster. {@link Remediator} is its only caller.
 *
 * <p>An adapter sends one request and never repeats it: a call whose fate is not known must not be sent again.
 */
public interface ClusterChanges {

  /** Sends min and max together, and the pause seconds only where min is 0. Never throws for what a service can answer. */
  Outcome apply(RangeChangeRequest request);

  /** What is known after the call. */
  sealed interface Outcome {
    /** RDS took it. */
    record Accepted(String requestId) implements Outcome {}

    /** Definitely refused: nothing was changed, and the same call would be refused again. */
    record Refused(String code, String text) implements Outcome {}

    /** Definitely not done, because of the cluster's state or of throttling: later it may work. */
    record NotNow(String code, String text) implements Outcome {}

    /** Time-out, reset, server error: it may have been done. */
    record Unsure(String text) implements Outcome {}
  }
}
