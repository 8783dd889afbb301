package io.auroraresponder.remediation;

import io.auroraresponder.incident.Deadline;

/** Plans a wish, judges the plan and carries it out where it may: in process, or an invoke of the one function that is allowed to. */
public interface Remediation {

  /**
   * Answers every wish, also for nothing; the same wish handed over again is answered, not done again.
   *
   * @param deadline until when whoever asks can wait; what is decided later is told by the sweep
   */
  Decision decide(Wish wish, Deadline deadline);
}
