package io.auroraresponder.remediation;

/** Plans a wish, judges the plan and carries it out where it may: in process, or an invoke of the one function that is allowed to. */
public interface Remediation {

  /** Answers every wish, also for nothing; the same wish handed over again is answered, not done again. */
  Decision decide(Wish wish);
}
