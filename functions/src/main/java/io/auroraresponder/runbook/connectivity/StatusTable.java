package io.auroraresponder.runbook.connectivity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the status of a cluster or an instance means for clients (Aurora User Guide, "Viewing DB cluster status" and "Viewing DB
 * instance status"). A word that is not in the table is unknown, never healthy.
 */
final class StatusTable {
  private StatusTable() {}

  enum Reach {
    YES,
    /** Connections may drop or be refused for a while. */
    MAYBE,
    NO,
    UNKNOWN
  }

  /** {@code words} is a clause for people. */
  record Meaning(Reach reach, String words) {}

  /** RDS adds suffixes such as {@code -recoverable}. */
  static final String KEY_LOST = "inaccessible-encryption-credentials";

  static final String KEY_LOST_RECOVERABLE = KEY_LOST + "-recoverable";
  private static final String INCOMPATIBLE = "incompatible-";

  private static final Meaning UNKNOWN = new Meaning(Reach.UNKNOWN, "the meaning of this status for clients is unknown");

  private static final Map<String, Meaning> SHARED = shared();
  private static final Map<String, Meaning> CLUSTER = cluster();
  private static final Map<String, Meaning> INSTANCE = instance();

  static Meaning ofCluster(String status) {
    return CLUSTER.getOrDefault(status, byPrefix(status));
  }

  static Meaning ofInstance(String status) {
    return INSTANCE.getOrDefault(status, byPrefix(status));
  }

  private static Meaning byPrefix(String status) {
    if (status.startsWith(KEY_LOST)) {
      return new Meaning(Reach.NO, status.equals(KEY_LOST_RECOVERABLE)
          ? "the KMS key cannot be used; no client can connect until it can again and the cluster is started"
          : "the KMS key is lost; only a restore from backup helps");
    }
    return status.startsWith(INCOMPATIBLE) ? new Meaning(Reach.NO, "RDS cannot run it with its present configuration") : UNKNOWN;
  }

  private static Map<String, Meaning> shared() {
    Map<String, Meaning> table = new HashMap<>();
    put(table, Reach.YES, "clients can connect", "available");
    put(table, Reach.YES, "clients can connect, changes are refused for now", "backing-up", "modifying", "resetting-master-credentials",
        "update-iam-db-auth", "configuring-iam-database-auth", "storage-optimization");
    put(table, Reach.YES, "clients can connect, and the endpoint name is about to change", "renaming");
    put(table, Reach.MAYBE, "connections may drop while it lasts", "maintenance", "upgrading", "rebooting");
    put(table, Reach.NO, "no client can connect until it is started", "stopped");
    put(table, Reach.NO, "no client can connect", "starting", "stopping", "creating", "deleting", "restore-failed", "storage-failure");
    return Map.copyOf(table);
  }

  private static Map<String, Meaning> cluster() {
    Map<String, Meaning> table = new HashMap<>(SHARED);
    put(table, Reach.YES, "clients can connect, changes are refused for now", "promoting");
    put(table, Reach.MAYBE, "the writer is away for seconds to a minute and clients must retry", "failing-over");
    put(table, Reach.MAYBE, "connections may drop while it lasts", "scaling-compute", "scaling-storage", "scaling-capacity");
    put(table, Reach.NO, "no client can connect", "migrating", "preparing-data-migration", "migration-failed", "cloning-failed");
    return Map.copyOf(table);
  }

  private static Map<String, Meaning> instance() {
    Map<String, Meaning> table = new HashMap<>(SHARED);
    put(table, Reach.YES, "clients can connect, changes are refused for now", "configuring-enhanced-monitoring", "configuring-log-exports");
    put(table, Reach.NO, "no client can connect", "failed", "insufficient-capacity", "restore-error");
    put(table, Reach.NO, "its storage is full", "storage-full");
    return Map.copyOf(table);
  }

  private static void put(Map<String, Meaning> table, Reach reach, String words, String... statuses) {
    for (String status : List.of(statuses)) {
      table.put(status, new Meaning(reach, words));
    }
  }
}
