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
 * @param rates counters of all databases together as rates of two samples
 * @param databases every database but templates and rdsadmin, those with work first
 * @param statements pg_stat_statements of all databases, by share of execution time in the window
 * @param evictions how full those statistics are; unavailable where this version does not count it
 * @param maintenance vacuum, index builds, COPY and the like in progress
 * @param horizon sessions, slots and standbys that hold back xmin, oldest first
 * @param hygiene findings that are never urgent, of the databases that were looked into; unavailable where it was not asked for
 * @param settings those that decide plans, memory, vacuum and limits, of the server and of its roles
 * @param missing parts of readings that could not be read while the rest of the reading could
 * @param cost what the look took of the server
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
    Reading<List<DatabaseActivity>> databases,
    Reading<List<StatementDelta>> statements,
    Reading<Evictions> evictions,
    Reading<List<MaintenanceWork>> maintenance,
    Reading<List<XminHolder>> horizon,
    Reading<Hygiene> hygiene,
    Reading<List<Setting>> settings,
    List<MissingPart> missing,
    Cost cost) {

  public Snapshot {
    missing = List.copyOf(missing);
  }

  /** The same look, when somebody else knows which instance answered, and in which role. */
  public Snapshot answeredBy(String instance, boolean reader) {
    return new Snapshot(at, instance, reader, serverVersion, connections, running, waits, lockTrees, idleInTransaction, rates, databases,
        statements, evictions, maintenance, horizon, hygiene, settings, missing, cost);
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
   * @param locks what it holds; {@link Locks#NOT_READ} where nobody asked
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
      String statement,
      Locks locks) {
    /** One whose locks were not read. */
    public Backend(
        int pid, int leaderPid, String backendStart, String database, String user, String application, String clientAddress,
        String backendType, String state, String waitEventType, String waitEvent, Duration statementAge, Duration transactionAge,
        Duration stateAge, boolean hasWritten, long xminAge, long statementId, String statement) {
      this(
          pid, leaderPid, backendStart, database, user, application, clientAddress, backendType, state, waitEventType, waitEvent,
          statementAge, transactionAge, stateAge, hasWritten, xminAge, statementId, statement, Locks.NOT_READ);
    }

    /** The same with what it holds. */
    public Backend holding(Locks all) {
      return new Backend(
          pid, leaderPid, backendStart, database, user, application, clientAddress, backendType, state, waitEventType, waitEvent,
          statementAge, transactionAge, stateAge, hasWritten, xminAge, statementId, statement, all);
    }

    /** The session that the work belongs to: the leader of a parallel worker, else itself. */
    public int session() {
      return leaderPid == 0 ? pid : leaderPid;
    }

    /** Whether it rests in an open transaction, or in one that failed: then it has no statement that could be cancelled. */
    public boolean isIdleInTransaction() {
      return state.startsWith("idle in transaction");
    }

    /** Whether it does nothing, outside of any transaction. */
    public boolean isIdle() {
      return state.equals("idle");
    }

    /** Whether it is one of autovacuum's, of which nobody ends anything. */
    public boolean isAutovacuum() {
      return backendType.startsWith("autovacuum");
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
   * @param stable whether the same root (pid and backend_start) stood there in both looks, at least half a second apart, with the same
   *     transaction or with an advisory lock that somebody has waited for all the time; or rests in an open transaction for five seconds
   *     and more
   * @param blocked sessions in the tree below the root
   * @param blockedPids these sessions, nearest first, as far as they were listed (3,000 waits)
   * @param longestWait the longest time that one of them has waited
   * @param waits the locks that they wait for, longest first, at most 20; where there are more, the last five are those who came last
   * @param amplifiers sessions that themselves wait and make others wait in turn, who would not have to wait without them: for a strong
   *     lock that they want on a relation (a DDL in the middle), or for their snapshot (a concurrent index build waits for its end);
   *     most followers first, at most 20
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

    /** Locks that the root holds, strongest first, at most 10; empty for a prepared transaction. */
    public List<HeldLock> held() {
      return root.locks().strongest();
    }

    /** Whether all that is waited for is an advisory lock: a queue of the application's own making. */
    public boolean isAdvisory() {
      return !waits.isEmpty() && waits.stream().allMatch(wait -> wait.lockType().equals("advisory"));
    }
  }

  /**
   * A lock that a session waits for.
   *
   * @param pid the process that waits
   * @param session the session that it belongs to
   * @param lockType as pg_locks has it (relation, transactionid, tuple, virtualxid, advisory …); {@code notify} for the lock that NOTIFY
   * holds
   *     until its commit is through
   * @param database empty where the lock belongs to none
   * @param relationId 0 where the lock is on no relation
   * @param relation schema-qualified, empty where there is none or its name was not read
   * @param behind sessions that it waits for itself, at most 5; 0 and below for prepared transactions
   */
  public record LockWait(
      int pid, int session, String lockType, String mode, String database, long relationId, String relation, Duration waited,
      List<Integer> behind) {
    public LockWait {
      behind = List.copyOf(behind);
    }
  }

  /** A lock that a session holds; the fields are those of {@link LockWait}. */
  public record HeldLock(String lockType, String mode, String database, long relationId, String relation) {}

  /**
   * Locks that a session holds on relations and objects of its users, and advisory ones.
   *
   * @param all how many; negative where that was not read
   * @param strongest those that somebody waits for before the others, then strongest first, at most 10
   */
  public record Locks(int all, List<HeldLock> strongest) {
    public static final Locks NOT_READ = new Locks(-1, List.of());

    public Locks {
      strongest = List.copyOf(strongest);
    }
  }

  /**
   * Connection head-room.
   *
   * @param usable max_connections without the reserves
   * @param newLastMinute sessions that began within 60 s
   * @param hidden sessions whose details the login may not see (a login without pg_read_all_stats)
   * @param mute sessions that do not say what they do, because track_activities is off for their role or database
   * @param login that looked, as PostgreSQL quotes it; empty where it is not known
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
      int mute,
      int maxConnections,
      int usable,
      List<ConnectionGroup> groups,
      List<ConnectionLimit> limits,
      String login) {
    public Connections {
      groups = List.copyOf(groups);
      limits = List.copyOf(limits);
    }

    /** Of a login that is not known. */
    public Connections(
        int clients, int active, int idle, int idleInTransaction, int lockWaiting, int idleOverTenMinutes, int newLastMinute, int hidden,
        int mute, int maxConnections, int usable, List<ConnectionGroup> groups, List<ConnectionLimit> limits) {
      this(clients, active, idle, idleInTransaction, lockWaiting, idleOverTenMinutes, newLastMinute, hidden, mute, maxConnections, usable,
          groups, limits, "");
    }
  }

  public record ConnectionGroup(
      String user, String database, String application, String clientAddress, String state, int sessions, Duration oldestState) {}

  /** A role or database with a limit of its own of which 80 % or more is used. {@code kind} is role or database. */
  public record ConnectionLimit(String kind, String name, int limit, int used) {}

  /**
   * Rates of all databases over {@code window}. A counter that was reset in between makes the whole reading unavailable.
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
   * One database, its sessions now and its counters over the window.
   *
   * @param waiting sessions that wait for a heavyweight lock
   * @param active sessions at work, those that do not say so counted in
   * @param rowsPerSecond read and written
   * @param gap why there is something in it that should have been looked into and was not; empty where there is nothing
   */
  public record DatabaseActivity(
      String name,
      int waiting,
      int active,
      int idleInTransaction,
      double commitsPerSecond,
      double rowsPerSecond,
      double blocksPerSecond,
      long tempBytes,
      long deadlocks,
      String gap) {}

  /**
   * How often pg_stat_statements threw entries out to make room: then rankings are partial.
   *
   * @param counted how long it has counted; zero where that could not be read
   * @param room pg_stat_statements.max, 0 where it could not be read
   */
  public record Evictions(long sinceReset, Duration counted, long inWindow, long room) {}

  /** One part that could not be read, and why, for a person. */
  public record MissingPart(String part, String reason) {}

  /**
   * What a look took.
   *
   * @param databaseTime waited for answers of the server, the pauses between samples left out
   */
  public record Cost(Duration took, int connections, int statements, Duration databaseTime) {}

  /**
   * One statement over the window and before it.
   *
   * @param database where it ran
   * @param statementId the query id
   * @param statement redacted text, empty where it may not be seen or was not asked for
   * @param calls finished calls within the window; 0 for a statement that was seen at work and finished none
   * @param meanMillis mean execution time of those, 0 without calls
   * @param timeShare 0 to 1: its part of all execution time that ended within the window
   * @param blocksPerCall shared blocks hit and read a call within the window, 0 without calls
   * @param baselineCalls calls since its counters began, up to the window
   * @param baselineSeconds how long those counters have run, 0 where unknown
   * @param tempBlocks blocks of 8 KiB that it wrote to temporary files within the window
   * @param rowsPerCall rows that a call returned or changed within the window, 0 without calls
   * @param filter what it keeps of which table, as its text says
   * @param plans its plans, where Aurora counts them and it became slow
   */
  public record StatementDelta(
      String database,
      long statementId,
      String statement,
      long calls,
      double meanMillis,
      double timeShare,
      double blocksPerCall,
      long baselineCalls,
      double baselineMeanMillis,
      double baselineBlocksPerCall,
      double baselineSeconds,
      long tempBlocks,
      double rowsPerCall,
      Filter filter,
      Plans plans) {

    /** One of whose plans nothing is known. */
    public StatementDelta(
        String database, long statementId, String statement, long calls, double meanMillis, double timeShare, double blocksPerCall,
        long baselineCalls, double baselineMeanMillis, double baselineBlocksPerCall, double baselineSeconds, long tempBlocks,
        double rowsPerCall, Filter filter) {
      this(database, statementId, statement, calls, meanMillis, timeShare, blocksPerCall, baselineCalls, baselineMeanMillis,
          baselineBlocksPerCall, baselineSeconds, tempBlocks, rowsPerCall, filter, Plans.NONE);
    }

    /** The same with its plans. */
    public StatementDelta with(Plans found) {
      return new StatementDelta(database, statementId, statement, calls, meanMillis, timeShare, blocksPerCall, baselineCalls,
          baselineMeanMillis, baselineBlocksPerCall, baselineSeconds, tempBlocks, rowsPerCall, filter, found);
    }

    /** One that wrote no temporary files and returned no rows. */
    public StatementDelta(
        String database, long statementId, String statement, long calls, double meanMillis, double timeShare, double blocksPerCall,
        long baselineCalls, double baselineMeanMillis, double baselineBlocksPerCall, double baselineSeconds) {
      this(database, statementId, statement, calls, meanMillis, timeShare, blocksPerCall, baselineCalls, baselineMeanMillis,
          baselineBlocksPerCall, baselineSeconds, 0, 0, Filter.NONE);
    }

    /** The same with another past. */
    public StatementDelta since(long calls, double millis, double blocks, double seconds) {
      return new StatementDelta(database, statementId, statement, this.calls, meanMillis, timeShare, blocksPerCall, calls, millis, blocks,
          seconds, tempBlocks, rowsPerCall, filter, plans);
    }
  }

  /**
   * Maintenance in progress.
   *
   * @param kind vacuum, autovacuum, analyze, create index, cluster, copy, base backup, dump
   * @param relationId 0 where unknown
   * @param relation schema-qualified, empty where its name was not read
   * @param againstWraparound an autovacuum "to prevent wraparound"
   */
  public record MaintenanceWork(
      int pid, String backendStart, String kind, String database, long relationId, String relation, String phase, double percentDone,
      boolean againstWraparound, Duration age) {
    /** Whether a worker of autovacuum does it, of which nobody ends anything. */
    public boolean isAutovacuum() {
      return againstWraparound || kind.startsWith("auto");
    }
  }

  /** {@code scope} is empty for the server's own value, else whose it is, for example {@code role app}. */
  public record Setting(String name, String scope, String value) {}

  /** Someone who holds back the xmin horizon. {@code source} is session, replication slot, prepared transaction or standby feedback. */
  public record XminHolder(String source, String id, String owner, String database, long ageTransactions, Duration held, String detail) {}
}
