package io.auroraresponder.diagnosis;

/** What helps against a cause. Only raising (and giving back) a range is ever done by us; all else is told. */
public enum Lever {
  RAISE_MAX("raise-max", "raising max"),
  RAISE_MIN("raise-min", "raising min"),
  END_BLOCKER("end-blocker", "ending the blocking session"),
  CANCEL_STATEMENT("cancel-statement", "cancelling the statement"),
  FIX_PLAN("fix-plan", "fixing the plan (ANALYZE first, then a missing index)"),
  END_IDLE_TRANSACTIONS("end-idle-transactions", "ending the idle transactions"),
  POOL_CONNECTIONS("pool-connections", "pooling connections"),
  BALANCE_READERS("balance-readers", "balancing or adding readers"),
  REDUCE_CONTENTION("reduce-contention", "reducing contention (fewer sessions, partitions, hot rows spread)"),
  BATCH_COMMITS("batch-commits", "batching commits, or I/O-Optimized storage,"),
  SCHEDULE_MAINTENANCE("schedule-maintenance", "letting the maintenance finish, and scheduling it elsewhere,"),
  WAIT("wait", "waiting"),
  RIGHT_SIZE("right-size", "a right-sized range"),
  CHANGE_LIMIT("change-limit", "raising the limit (a newer engine or platform version, or the tag aurora-responder:max-acu)"),
  LOOK_AGAIN("look-again", "another look"),
  NONE("none", "nothing");

  private final String word;
  private final String phrase;

  Lever(String word, String phrase) {
    this.word = word;
    this.phrase = phrase;
  }

  /** As it stands in reports. */
  public String word() {
    return word;
  }

  /** As it stands in sentences: "raising max is refused". */
  public String phrase() {
    return phrase;
  }

  public boolean changesRange() {
    return this == RAISE_MAX || this == RAISE_MIN;
  }
}
