package io.auroraresponder.lambda;

import java.time.Duration;

/** How long everything may take; what runs inside of something else is shorter. All are our choice. */
final class TimeBudgets {
  /** A runbook function: evidence, the probe's answer and the decision's, one after the other, with room to write it all down. */
  static final Duration RUNBOOK = Duration.ofSeconds(60);

  /** Several channels one after the other, each with what it asks to wait. */
  static final Duration NOTIFICATION = Duration.ofSeconds(60);

  static final Duration PATROL = Duration.ofSeconds(60);

  /** The probe's function. */
  static final Duration PROBE = Duration.ofSeconds(15);

  /** The probe's own deadline, which leaves time to answer. */
  static final Duration PROBE_LOOK = Duration.ofSeconds(12);

  /** How long a runbook function waits for the probe's: longer than that can run, so that its end is seen. */
  static final Duration PROBE_INVOKE = Duration.ofSeconds(17);

  /** Slack waits for three seconds; the secret and one put take 2.4 s at most ({@code ApprovalClients}). */
  static final Duration APPROVAL = Duration.ofSeconds(3);

  static final Duration REMEDIATION = Duration.ofSeconds(30);

  /** How long a runbook function waits for a decision; what comes later is told by the sweep. */
  static final Duration REMEDIATION_INVOKE = Duration.ofSeconds(25);

  /** How long the patrol waits for a function that may have fallen asleep. */
  static final Duration SELF_CHECK_INVOKE = Duration.ofSeconds(25);

  /** What is kept of an invocation's time to write the answer. */
  static final Duration RESERVE = Duration.ofSeconds(2);

  private TimeBudgets() {}
}
