package io.auroraresponder.diagnosis;

import java.util.Set;

/**
 * What is wrong. The order of the constants is the precedence: the first that holds leads, the others are shown as runners-up.
 *
 * <p>Waiting comes before working: a raise helps none of the causes that stand before {@link #MEMORY_PRESSURE}, so where one of
 * them holds beside a raise cause, capacity is not what is missing. From {@link #CLUSTER_UNAVAILABLE} on, a cause is the word for the
 * finding that leads, in the order of the checks of its runbook.
 *
 * <p>The words are public and stay: causes are added, never renamed.
 */
public enum Cause {
  IDLE_TRANSACTION_LEAK("idle-transaction-leak", "capacity", Lever.END_IDLE_TRANSACTIONS,
      "waiting sessions use no CPU, so more capacity would not help"),
  LOCK_PILEUP("lock-pileup", "capacity", Lever.END_BLOCKER, "waiting sessions use no CPU, so more capacity would not help"),
  CONNECTION_SATURATION("connection-saturation", "capacity", Lever.POOL_CONNECTIONS,
      "max_connections follows max only after a reboot, so a raise does nothing now"),
  INTERNAL_CONTENTION("internal-contention", "capacity", Lever.REDUCE_CONTENTION, "more CPU lets more sessions collide"),
  COMMIT_OR_STORAGE_BOUND("commit-or-storage-bound", "capacity", Lever.BATCH_COMMITS, "commits wait for storage, not for CPU or memory"),
  COLD_CACHE("cold-cache", "capacity", Lever.WAIT, "the cache fills from storage at any max"),
  MAINTENANCE_WORK("maintenance-work", "capacity", Lever.SCHEDULE_MAINTENANCE, "maintenance uses whatever it is given, and ends by itself"),
  RUNAWAY_STATEMENT("runaway-statement", "capacity", Lever.CANCEL_STATEMENT, "one statement would eat the added capacity too"),
  PLAN_REGRESSION("plan-regression", "capacity", Lever.FIX_PLAN, "a bad plan would eat the added capacity too"),
  CONNECTION_STORM("connection-storm", "capacity", Lever.POOL_CONNECTIONS, "more capacity only lets more clients log in at once"),
  READER_SATURATED("reader-saturated", "capacity", Lever.BALANCE_READERS,
      "every instance would be allowed more, and the writer does not need it"),
  MEMORY_PRESSURE("memory-pressure", "capacity", Lever.RAISE_MAX, ""),
  LOAD_GROWTH("load-growth", "capacity", Lever.RAISE_MAX, ""),
  RAMP_LIMITED("ramp-limited", "capacity", Lever.RAISE_MIN, "max was not reached"),
  FULL_NOT_PRESSED("full-not-pressed", "capacity", Lever.RIGHT_SIZE, "nothing waits, so nothing would get faster"),

  CLUSTER_UNAVAILABLE("cluster-unavailable", "connectivity", Lever.RESTORE_CLUSTER, "a larger range starts no cluster"),
  FAILOVER_UNDER_WAY("failover-under-way", "connectivity", Lever.WAIT, "a failover takes its time at any size"),
  NAME_NOT_RESOLVED("name-not-resolved", "connectivity", Lever.FIX_NAME, "more capacity resolves no name"),
  NETWORK_CLOSED("network-closed", "connectivity", Lever.OPEN_NETWORK, "more capacity opens no way"),
  UNREACHABLE("unreachable", "connectivity", Lever.CHECK_ROUTES, "more capacity opens no way"),
  ADDRESSES_EXHAUSTED("addresses-exhausted", "connectivity", Lever.FREE_ADDRESSES, "more capacity frees no address"),
  TLS_MISMATCH("tls-mismatch", "connectivity", Lever.FIX_TLS, "more capacity changes no certificate"),
  CERTIFICATE_EXPIRING("certificate-expiring", "connectivity", Lever.ROTATE_CERTIFICATE, "more capacity changes no certificate"),
  LOGIN_REFUSED("login-refused", "connectivity", Lever.FIX_LOGIN, "more capacity lets nobody in"),
  DATABASE_CLOSED("database-closed", "connectivity", Lever.OPEN_DATABASE, "more capacity opens no database"),
  READER_UNAVAILABLE("reader-unavailable", "connectivity", Lever.REPAIR_READER, "a larger range repairs no instance"),
  ENDPOINT_STALE("endpoint-stale", "connectivity", Lever.RESOLVE_AGAIN, "more capacity changes no cached address"),

  WRAPAROUND_NEAR("wraparound-near", "slow-queries", Lever.VACUUM, "freezing old rows takes a vacuum, not a larger range"),
  HORIZON_HELD("horizon-held", "slow-queries", Lever.RELEASE_HORIZON, "vacuum waits for a transaction to end, not for capacity"),
  DEADLOCKS("deadlocks", "slow-queries", Lever.ORDER_LOCKS, "transactions that lock in different orders do so at any size"),
  TEMP_SPILL("temp-spill", "slow-queries", Lever.TUNE_SORTS, "work_mem does not follow max"),
  STALE_STATISTICS("stale-statistics", "slow-queries", Lever.ANALYZE, "a plan made from wrong numbers would eat the added capacity too"),
  MISSING_INDEX("missing-index", "slow-queries", Lever.ADD_INDEX, "reading whole tables would eat the added capacity too"),
  CPU_SHORT("cpu-short", "slow-queries", Lever.LOOK_AT_CAPACITY, "the capacity runbook decides on a raise, by its own evidence"),

  ENCRYPTION_KEY_UNAVAILABLE("encryption-key-unavailable", "backup", Lever.RESTORE_KEY, "a range encrypts nothing"),
  RESTORABLE_TIME_BEHIND("restorable-time-behind", "backup", Lever.TAKE_SNAPSHOT, "continuous backup does not depend on the range"),
  SNAPSHOT_MISSING("snapshot-missing", "backup", Lever.TAKE_SNAPSHOT, "snapshots do not depend on the range"),
  SNAPSHOT_STUCK("snapshot-stuck", "backup", Lever.REPLACE_SNAPSHOT, "snapshots do not depend on the range"),
  RETENTION_TOO_SHORT("retention-too-short", "backup", Lever.EXTEND_RETENTION, "retention does not depend on the range"),
  QUOTA_NEAR("quota-near", "backup", Lever.DELETE_SNAPSHOTS, "a quota does not depend on the range"),

  RANGE_CHANGED("range-changed", "scaling", Lever.AGREE_ON_RANGE, "whoever set the range decides about it"),
  MINIMUM_TOO_LOW("minimum-too-low", "scaling", Lever.RAISE_MIN, "max was not reached"),
  READER_LAGS("reader-lags", "scaling", Lever.BALANCE_READERS, "a reader in tier 2 or above follows min, not max"),
  CEILING_REACHED("ceiling-reached", "scaling", Lever.LOOK_AT_CAPACITY, "the capacity runbook decides on a raise, by its own evidence"),
  MAINTENANCE_DUE("maintenance-due", "scaling", Lever.TIME_MAINTENANCE, "maintenance does not depend on the range"),
  SUPPORT_ENDS("support-ends", "scaling", Lever.UPGRADE_ENGINE, "the end of support does not depend on the range"),
  CANNOT_PAUSE("cannot-pause", "scaling", Lever.ALLOW_PAUSE, "a larger range pauses no sooner"),
  WAKES_TOO_OFTEN("wakes-too-often", "scaling", Lever.STOP_WAKING, "a larger range sleeps no longer"),
  MINIMUM_TOO_HIGH("minimum-too-high", "scaling", Lever.RIGHT_SIZE, "it pays for more than it uses already"),
  MAX_UNUSED("max-unused", "scaling", Lever.RIGHT_SIZE, "the max there is was never used"),

  /** Under pressure by evidence that is whole and agrees, and nothing that has a word explains half of it. */
  NO_SINGLE_CAUSE("no-single-cause", "capacity", Lever.LIGHTEN_LOAD, "nothing shows that more capacity would end it"),
  /** The alarm's metric is none that a check knows, and it stands where the alarm rings. */
  NOT_JUDGED("not-judged", "capacity", Lever.READ_METRIC, "what this metric needs is not known here"),
  /** Evidence is missing or contradicts itself. A finding that can lead has a word of its own and never stands under this one. */
  UNKNOWN("unknown", "capacity", Lever.LOOK_AGAIN, "the evidence is missing or contradictory"),
  /** Looked everywhere, and nothing that has a word is wrong. */
  NONE("none", "", Lever.NONE, "");

  private final String word;
  private final String runbook;
  private final Lever lever;
  private final String whyNoRaise;

  Cause(String word, String runbook, Lever lever, String whyNoRaise) {
    this.word = word;
    this.runbook = runbook;
    this.lever = lever;
    this.whyNoRaise = whyNoRaise;
  }

  public String word() {
    return word;
  }

  /**
   * Its place in docs/runbooks: the page of the runbook that knows it best, under its own word; empty for {@link #NONE}. Causes of the
   * database are found by other runbooks too.
   */
  public String page() {
    return runbook.isEmpty() ? "" : runbook + ".md#" + word;
  }

  /** The lever that helps, before conditions change it. */
  public Lever lever() {
    return lever;
  }

  /** Levers that look right and are not. */
  public Set<Lever> refused() {
    if (this == UNKNOWN) {
      return Set.of(Lever.RAISE_MAX, Lever.RAISE_MIN);
    }
    return whyNoRaise.isEmpty() ? Set.of() : Set.of(Lever.RAISE_MAX);
  }

  /** Why the levers of {@link #refused} do not help, as a clause; empty where none is refused. */
  public String whyNoRaise() {
    return whyNoRaise;
  }

  /** True where this cause by itself can carry a change by this lever. The capacity runbook alone proves one; all else is proposed. */
  public boolean supports(Lever wanted) {
    return lever == wanted && runbook.equals("capacity");
  }
}
