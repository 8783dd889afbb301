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
  RESTORE_CLUSTER("restore-cluster", "bringing the cluster back into a status in which clients can connect"),
  REPAIR_READER("repair-reader", "bringing the reader back"),
  FIX_NAME("fix-name", "correcting the host name, or its DNS"),
  OPEN_NETWORK("open-network", "a rule that lets the clients in"),
  CHECK_ROUTES("check-routes", "looking at route tables and network ACLs"),
  FREE_ADDRESSES("free-addresses", "free addresses in the subnets, or another subnet"),
  FIX_TLS("fix-tls", "TLS settings that fit the server's"),
  ROTATE_CERTIFICATE("rotate-certificate", "a new server certificate"),
  FIX_LOGIN("fix-login", "correcting the login, its password or its grants"),
  OPEN_DATABASE("open-database", "a database that takes connections"),
  RESOLVE_AGAIN("resolve-again", "clients that resolve the endpoint again"),
  VACUUM("vacuum", "letting vacuum freeze old rows"),
  RELEASE_HORIZON("release-horizon", "ending the transaction or slot that holds vacuum back"),
  ORDER_LOCKS("order-locks", "locking rows in the same order everywhere"),
  TUNE_SORTS("tune-sorts", "an index for the order, or more work_mem for one role"),
  ANALYZE("analyze", "fresh statistics (ANALYZE)"),
  ADD_INDEX("add-index", "an index on the columns that are filtered by"),
  LOOK_AT_CAPACITY("look-at-capacity", "the capacity runbook, which says why capacity is short"),
  RESTORE_KEY("restore-key", "enabling the KMS key, or giving RDS its grant back"),
  TAKE_SNAPSHOT("take-snapshot", "taking a snapshot by hand, and finding out why backup stands still"),
  REPLACE_SNAPSHOT("replace-snapshot", "taking the snapshot that is stuck again"),
  EXTEND_RETENTION("extend-retention", "a longer retention"),
  DELETE_SNAPSHOTS("delete-snapshots", "deleting manual snapshots, or a higher quota"),
  AGREE_ON_RANGE("agree-on-range", "agreeing on the range with whoever changed it"),
  TIME_MAINTENANCE("time-maintenance", "a time for the maintenance that suits"),
  UPGRADE_ENGINE("upgrade-engine", "a newer major version of the engine"),
  ALLOW_PAUSE("allow-pause", "removing what keeps the cluster awake"),
  STOP_WAKING("stop-waking", "stopping the client that wakes the cluster"),
  LIGHTEN_LOAD("lighten-load", "making the largest parts of the load lighter"),
  READ_METRIC("read-metric", "whoever set the alarm, who knows what its metric stands for"),
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
