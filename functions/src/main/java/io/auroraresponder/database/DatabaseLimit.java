package io.auroraresponder.database;

import io.auroraresponder.incident.Limit;

/** Every number that a look into PostgreSQL is held against, once for all runbooks. */
public enum DatabaseLimit implements Limit {
  /** How long after its end a minute of CloudWatch counts as complete. */
  SETTLE(60, SECONDS, "ours: CloudWatch publishes late"),
  /** The oldest newest datapoint that still speaks of now. */
  FRESHNESS(240, SECONDS, "ours: three periods and their delay"),
  /** Wait samples that it takes to speak of now. */
  WAIT_SAMPLES(5, "samples", "ours: one sample is a moment, five over two seconds agree or do not"),
  /** Wait behind one root that is worth a warning. */
  LOCK_WAIT(5, SECONDS, "ours: deadlock_timeout is 1 s, so shorter waits are ordinary"),
  /** Wait behind one root that stays, critical where some wait. */
  LOCK_WAIT_LONG(30, SECONDS, "ours: people call by then; pganalyze is critical from 600 s"),
  /** Sessions that are some: fewer wait for longer before anybody is woken. */
  LOCK_WAITERS_SOME(3, "sessions", "pganalyze, Blocked Queries check"),
  /** Wait behind one root that stays, critical even where one session waits. */
  LOCK_WAIT_ALONE(120, SECONDS, "ours: no client waits so long on purpose; pganalyze warns at 300 s"),
  /** Sessions behind one root that stays, critical at once. */
  LOCK_WAITERS(5, "sessions", "pgEdge alert rules, blocked sessions"),
  /** Wait for an advisory lock from which it is no request that waits, but a follower for its leader to go. */
  ELECTION_WAIT(1800, SECONDS, "ours: no client waits so long for an answer"),
  /** Part of the active sessions, or of the clients, that wait for heavyweight locks. */
  LOCK_SHARE(0.5, PART, "ours: the majority waits"),
  /** Idle in transaction, worth a warning. */
  IDLE_TRANSACTION(60, SECONDS, "ours: no round trip of a client takes so long"),
  /** Idle in transaction, critical although nobody waits. */
  IDLE_TRANSACTION_LONG(3600, SECONDS, "pganalyze, Idle Transactions check, critical"),
  /** Transactions by which somebody holds back vacuum, worth a warning. */
  HORIZON_AGE(500_000, "transactions", "GitLab, alert on the age of xmin"),
  /** Age of a running statement, worth a warning. */
  STATEMENT_AGE(60, SECONDS, "PgHero, long_running_query_sec"),
  /** Age of a running statement, critical. */
  STATEMENT_AGE_LONG(3600, SECONDS, "pganalyze, Active Queries check, critical"),
  /** Sessions at most that make a runaway; more run a slow statement. */
  RUNAWAY_SESSIONS(2, "sessions", "ours"),
  /** Part of the working load that a runaway carries. */
  RUNAWAY_SHARE(0.5, PART, "ours: the majority of the work"),
  /** Part of the working load, or of the execution time, that makes one statement the story. */
  STATEMENT_SHARE(0.5, PART, "ours: the majority of the work"),
  /** Factor over its past of a statement's mean time, and of its blocks a call. */
  REGRESSION_FACTOR(3, "", "ours: ordinary drift stays under it"),
  /** Calls that make a past. */
  PAST_CALLS(20, "calls", "ours"),
  /** Factor over its past from which a statement is called more. */
  GROWTH_OF_CALLS(1.2, "", "ours"),
  /** Factor over its past up to which a call does the same work. */
  GROWTH_OF_WORK(1.5, "", "ours"),
  /** Part of a table's pages that a call reads which reads it from end to end. */
  SCANNED_PART(0.8, PART, "ours: the planner's page count is a little old"),
  /** Part of a table's rows up to which an index on them would be used. */
  KEPT_PART(0.1, PART, "ours: from a tenth on a scan is as cheap"),
  /** Active sessions from which shares of their waits say something. */
  ACTIVE_SESSIONS(5, "sessions", "ours: of fewer, one session is a large share"),
  /** Sessions at work beside others, from which a share of the work says something. */
  SESSIONS_AT_WORK(1, "sessions", "ours: in an idle database some session always has all of the work"),
  /** Part of the active sessions in lightweight locks and the like. */
  CONTENTION_SHARE(0.4, PART, "ours: those on CPU spin for the same locks, so this is a majority already"),
  /** Part of the active sessions that wait for a commit to be stored. */
  COMMIT_SHARE(0.5, PART, "ours: the majority waits"),
  /** Commit latency that is slow at all. */
  COMMIT_LATENCY(20, "ms", "ours: a commit to storage takes 3 to 6 ms"),
  /** Part of the active sessions that wait for pages. */
  READ_SHARE(0.3, PART, "ours"),
  /** Part of the working load that maintenance carries. */
  MAINTENANCE_SHARE(0.5, PART, "ours: the majority of the work"),
  /** Age of the oldest transaction id, worth a warning. */
  TRANSACTION_IDS(500_000_000, "transaction ids", "netdata, guide to wraparound"),
  /** Age of the oldest transaction id, critical. */
  TRANSACTION_IDS_CRITICAL(1_000_000_000, "transaction ids", "AWS Database Blog, early warning for transaction id wraparound"),
  /** Lag of a reader that clients notice. */
  REPLICA_LAG(2000, "ms", "ours: twenty times the usual (Aurora User Guide: under 100 ms)"),
  /** Newest complete minutes over which a lag is averaged. */
  REPLICA_LAG_MINUTES(3, "min", "ours"),
  /** Part of the blocks that the cache should hold. */
  HIT_RATIO(0.9, PART, "ours; PgHero asks for 99 % of tables and of indexes"),
  /** Blocks read a second, for each vCPU, that it takes for the cache to matter. */
  BLOCKS_READ(1000, "blocks", "ours: at a millisecond or so from storage, one session for each vCPU that always waits"),
  /** Part of the usable connections, or of the limit of a role or database, worth a warning. */
  CONNECTIONS_WARNING(0.8, PART, "pgEdge alert rules"),
  /** The same, critical. */
  CONNECTIONS_CRITICAL(0.95, PART, "ours: the next burst is refused"),
  /** New sessions a minute as part of the usable connections. */
  STORM_SHARE(0.2, PART, "ours: five such minutes fill it"),
  /** Part of the transactions that end in rollback. */
  ROLLBACK_SHARE(0.1, PART, "ours");

  private final double value;
  private final String unit;
  private final String source;

  DatabaseLimit(double value, String unit, String source) {
    this.value = value;
    this.unit = unit;
    this.source = source;
  }

  @Override
  public String scope() {
    return "database";
  }

  @Override
  public double value() {
    return value;
  }

  @Override
  public String unit() {
    return unit;
  }

  @Override
  public String source() {
    return source;
  }
}
