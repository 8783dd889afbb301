package io.auroraresponder.probe;

import io.auroraresponder.incident.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything one look brought home. All ages are as of the reading's window; all texts are redacted and safe to print.
 *
 * @param instanceAnswered the DB instance that answered, empty where the server does not say (not Aurora)
 * @param onReader whether the session was on a reader (pg_is_in_recovery)
 * @param serverVersion for example {@code 17.5}
 * @param connections head-room and groups
 * @param running sessions that execute a statement, oldest first, at most 50; those idle in transaction and vacuum workers are listed apart
 * @param waits samples of all active sessions, in order, about 200 ms apart
 * @param lockTrees roots of blocker trees, most blocked sessions first; empty list: looked and nobody waits
 * @param idleInTransaction sessions idle in transaction, oldest transaction first
 * @param rates counters of the connected database as rates of two samples
 * @param statements pg_stat_statements of the connected database, by share of execution time in the window
 * @param maintenance vacuum, index builds, COPY and the like in progress
 * @param horizon who holds back xmin, oldest first
 * @param hygiene what is never urgent; unavailable where it was not asked for
 * @param settings those that decide plans, memory, vacuum and limits, of the server and of its roles
 * @param statementsRun how many SQL statements the look took
 */
public record Snapshot(
    Instant at,
    String instanceAnswered,
    boolean onReader,
    String serverVersion,
    Reading<Connections> connections,
    Reading<List<Backend>> running,
    Reading<List<WaitSample>> waits,
    Reading<List<LockTree>> lockTrees,
    Reading<List<Backend>> idleInTransaction,
    Reading<DatabaseRates> rates,
    Reading<List<StatementDelta>> statements,
    Reading<List<MaintenanceWork>> maintenance,
    Reading<List<XminHolder>> horizon,
    Reading<Hygiene> hygiene,
    Reading<List<Setting>> settings,
    int statementsRun) {

  /** A look without hygiene and settings. */
  public Snapshot(
      Instant at,
      String instanceAnswered,
      boolean onReader,
      String serverVersion,
      Reading<Connections> connections,
      Reading<List<Backend>> running,
      Reading<List<WaitSample>> waits,
      Reading<List<LockTree>> lockTrees,
      Reading<List<Backend>> idleInTransaction,
      Reading<DatabaseRates> rates,
      Reading<List<StatementDelta>> statements,
      Reading<List<MaintenanceWork>> maintenance,
      Reading<List<XminHolder>> horizon,
      int statementsRun) {
    this(at, instanceAnswered, onReader, serverVersion, connections, running, waits, lockTrees, idleInTransaction, rates, statements,
        maintenance, horizon, Reading.unavailable("Not asked for."), Reading.unavailable("Not asked for."), statementsRun);
  }

  /** The same look, when somebody else knows which instance answered, and in which role. */
  public Snapshot answeredBy(String instance, boolean reader) {
    return new Snapshot(
        at, instance, reader, serverVersion, connections, running, waits, lockTrees, idleInTransaction, rates, statements, maintenance,
        horizon,
        hygiene, settings, statementsRun);
  }

  /**
   * One session of pg_stat_activity. Strings are empty and numbers 0 where the server gave NULL.
   *
   * @param leaderPid the parallel leader, 0 where the session is none's worker
   * @param backendStart exactly as PostgreSQL prints it in UTC: the guard against pid reuse in advice SQL
   * @param waitEventType empty while running: then an active session is on CPU
   * @param statementAge since the statement began; for sessions idle in transaction their last statement
   * @param transactionAge since the transaction began, zero where there is none
   * @param stateAge since the state last changed
   * @param hasWritten whether it has a transaction id
   * @param xminAge transactions by which it holds back vacuum, 0 where it holds none
   * @param statementId query_id, or a hash of the redacted text where the server computes none; 0 where there is no text
   * @param statement redacted text, at most 400 characters
   */
  public record Backend(
      int pid,
      int leaderPid,
      String backendStart,
      String database,
      String user,
      String application,
      String clientAddress,
      String backendType,
      String state,
      String waitEventType,
      String waitEvent,
      Duration statementAge,
      Duration transactionAge,
      Duration stateAge,
      boolean hasWritten,
      long xminAge,
      long statementId,
      String statement) {

    /** The session that the work belongs to: the leader of a parallel worker, else itself. */
    public int session() {
      return leaderPid == 0 ? pid : leaderPid;
    }
  }

  /**
   * All sessions that were at work at one moment, vacuum workers and parallel workers among them. Left out: sleepers (Timeout:PgSleep,
   * Timeout:VacuumDelay), walsenders, rdsadmin and our own sessions.
   */
  public record WaitSample(Instant at, List<ActiveSession> sessions) {
    public WaitSample {
      sessions = List.copyOf(sessions);
    }
  }

  /** A session at work in one sample; {@code waitEventType} is empty on CPU. */
  public record ActiveSession(
      int pid,
      int leaderPid,
      String backendType,
      String database,
      String user,
      String application,
      String waitEventType,
      String waitEvent,
      long statementId,
      Duration statementAge) {

    public int session() {
      return leaderPid == 0 ? pid : leaderPid;
    }

    public boolean onCpu() {
      return waitEventType.isEmpty();
    }
  }

  /**
   * One tree of sessions that wait behind each other.
   *
   * @param root who holds what the others want; for a prepared transaction its pid is 0, its gid stands as application and the time of
   *     PREPARE as backendStart
   * @param stable whether the same root (pid and backend_start) stood there in both looks, at least half a second apart
   * @param blocked sessions in the tree below the root
   * @param blockedPids at most 20
   * @param longestWait the longest time that one of them has waited
   * @param waits what they wait for, at most 20
   * @param amplifiers sessions that themselves wait and make others queue behind a strong lock (a DDL in the middle)
   */
  public record LockTree(
      Backend root,
      boolean stable,
      int blocked,
      int depth,
      List<Integer> blockedPids,
      Duration longestWait,
      List<LockWait> waits,
      List<Backend> amplifiers) {
    public LockTree {
      blockedPids = List.copyOf(blockedPids);
      waits = List.copyOf(waits);
      amplifiers = List.copyOf(amplifiers);
    }
  }

  /** {@code relation} is schema-qualified, empty where the lock is on none or on one of another database. */
  public record LockWait(int pid, String lockType, String mode, String relation, Duration waited) {}

  /**
   * Connection head-room.
   *
   * @param usable max_connections without the reserves
   * @param newLastMinute sessions that began within 60 s
   * @param hidden sessions whose details the login may not see (fact 3 of a login without pg_read_all_stats)
   */
  public record Connections(
      int clients,
      int active,
      int idle,
      int idleInTransaction,
      int lockWaiting,
      int idleOverTenMinutes,
      int newLastMinute,
      int hidden,
      int maxConnections,
      int usable,
      List<ConnectionGroup> groups,
      List<ConnectionLimit> limits) {
    public Connections {
      groups = List.copyOf(groups);
      limits = List.copyOf(limits);
    }
  }

  public record ConnectionGroup(
      String user, String database, String application, String clientAddress, String state, int sessions, Duration oldestState) {}

  /** A role or database with a limit of its own of which 80 % or more is used. {@code kind} is role or database. */
  public record ConnectionLimit(String kind, String name, int limit, int used) {}

  /**
   * Rates over {@code window}. A counter that was reset in between makes the whole reading unavailable.
   *
   * @param hitRatio 0 to 1 over the window, NaN-free: unavailable where fewer than 1,000 blocks were asked for
   */
  public record DatabaseRates(
      Duration window,
      double commitsPerSecond,
      double rollbacksPerSecond,
      double blocksReadPerSecond,
      double blocksHitPerSecond,
      Reading<Double> hitRatio,
      double rowsReturnedPerSecond,
      double rowsFetchedPerSecond,
      double rowsWrittenPerSecond,
      long tempBytes,
      long deadlocks,
      double newSessionsPerSecond) {}

  /**
   * One statement over the window and before it.
   *
   * @param statementId the query id
   * @param statement redacted text, empty where it may not be seen or was not asked for
   * @param calls finished calls within the window; 0 for a statement that was seen at work and finished none
   * @param meanMillis mean execution time of those, 0 without calls
   * @param timeShare 0 to 1: its part of all execution time that ended within the window
   * @param blocksPerCall shared blocks hit and read a call within the window, 0 without calls
   * @param baselineCalls calls since its counters began, up to the window
   * @param baselineSeconds how long those counters have run, 0 where unknown
   */
  public record StatementDelta(
      long statementId,
      String statement,
      long calls,
      double meanMillis,
      double timeShare,
      double blocksPerCall,
      long baselineCalls,
      double baselineMeanMillis,
      double baselineBlocksPerCall,
      double baselineSeconds) {}

  /**
   * Maintenance in progress.
   *
   * @param kind vacuum, autovacuum, analyze, create index, cluster, copy, base backup, dump
   * @param relation schema-qualified, empty where unknown
   * @param againstWraparound an autovacuum "to prevent wraparound"
   */
  public record MaintenanceWork(
      int pid, String backendStart, String kind, String relation, String phase, double percentDone, boolean againstWraparound,
      Duration age) {}

  /** {@code scope} is empty for the server's own value, else whose it is, for example {@code role app}. */
  public record Setting(String name, String scope, String value) {}

  /** Someone who holds back the xmin horizon. {@code source} is session, replication slot, prepared transaction or standby feedback. */
  public record XminHolder(String source, String id, String owner, String database, long ageTransactions, Duration held, String detail) {}
}
