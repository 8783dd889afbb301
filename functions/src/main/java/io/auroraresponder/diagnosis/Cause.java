package io.auroraresponder.diagnosis;

import java.util.Set;

/**
 * What is wrong. The order of the constants is the precedence: the first that holds leads, the others are shown as runners-up.
 *
 * <p>Waiting comes before working: a raise helps none of the causes that stand before {@link #MEMORY_PRESSURE}, so where one of
 * them holds beside a raise cause, capacity is not what is missing.
 */
public enum Cause {
  IDLE_TRANSACTION_LEAK("idle-transaction-leak", Lever.END_IDLE_TRANSACTIONS),
  LOCK_PILEUP("lock-pileup", Lever.END_BLOCKER),
  CONNECTION_SATURATION("connection-saturation", Lever.POOL_CONNECTIONS),
  INTERNAL_CONTENTION("internal-contention", Lever.REDUCE_CONTENTION),
  COMMIT_OR_STORAGE_BOUND("commit-or-storage-bound", Lever.BATCH_COMMITS),
  COLD_CACHE("cold-cache", Lever.WAIT),
  MAINTENANCE_WORK("maintenance-work", Lever.SCHEDULE_MAINTENANCE),
  RUNAWAY_STATEMENT("runaway-statement", Lever.CANCEL_STATEMENT),
  PLAN_REGRESSION("plan-regression", Lever.FIX_PLAN),
  CONNECTION_STORM("connection-storm", Lever.POOL_CONNECTIONS),
  READER_SATURATED("reader-saturated", Lever.BALANCE_READERS),
  MEMORY_PRESSURE("memory-pressure", Lever.RAISE_MAX),
  LOAD_GROWTH("load-growth", Lever.RAISE_MAX),
  RAMP_LIMITED("ramp-limited", Lever.RAISE_MIN),
  FULL_NOT_PRESSED("full-not-pressed", Lever.RIGHT_SIZE),
  UNKNOWN("unknown", Lever.LOOK_AGAIN),
  /** Looked everywhere and nothing is wrong. */
  NONE("none", Lever.NONE);

  private final String word;
  private final Lever lever;
  Cause(String word, Lever lever) {
    this.word = word;
    this.lever = lever;
  }

  public String word() {
    return word;
  }

  /** The lever that helps, before conditions change it. */
  public Lever lever() {
    return lever;
  }

  /** Levers that look right and are not. */
  public Set<Lever> refused() {
    return switch (this) {
      case NONE, LOAD_GROWTH, MEMORY_PRESSURE -> Set.of();
      case UNKNOWN -> Set.of(Lever.RAISE_MAX, Lever.RAISE_MIN);
      case CONNECTION_SATURATION, IDLE_TRANSACTION_LEAK, LOCK_PILEUP, INTERNAL_CONTENTION, COMMIT_OR_STORAGE_BOUND, COLD_CACHE,
          MAINTENANCE_WORK, RUNAWAY_STATEMENT, PLAN_REGRESSION, CONNECTION_STORM, READER_SATURATED, RAMP_LIMITED, FULL_NOT_PRESSED ->
          Set.of(Lever.RAISE_MAX);
    };
  }

  /** Whether this cause by itself can carry a change by this lever; what may only ever be proposed is not among them. */
  public boolean supports(Lever wanted) {
    return lever == wanted;
  }
}
