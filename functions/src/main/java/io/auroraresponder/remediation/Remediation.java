package io.auroraresponder.remediation;

/** Judges a plan and carries it out where it may: in process, or an invoke of the one function that is allowed to. */
public interface Remediation {

  /** Answers every plan, also one of nothing; the same plan handed over again is answered, not done again. */
  Decision decide(Plan plan);
}
