package io.auroraresponder.database;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.GuardedSql;
import java.time.Instant;

/** SQL that shows a person more than the look did. All of it reads statistics; the one that ends sessions says so in its name. */
public final class Queries {
  private static final String SOURCE = "advice";

  private Queries() {}

  /** What runs now, by statement: how many sessions, and what they wait for. */
  public static Advice running(String why, Instant at) {
    return sql(why, at,
        "SELECT coalesce(wait_event_type || ':' || wait_event, 'CPU') AS waits_for, count(*) AS sessions, "
            + "max(clock_timestamp() - query_start) AS longest, left(query, 100) AS query FROM pg_stat_activity WHERE state = 'active' "
            + "AND pid <> pg_backend_pid() GROUP BY 1, 4 ORDER BY 2 DESC LIMIT 10;");
  }

  /**
   * Statements by one of their counters.
   *
   * @param column a column of pg_stat_statements, all versions alike
   */
  public static Advice statementsBy(String why, String column, Instant at) {
    return sql(why, at,
        "SELECT queryid, calls, round((total_exec_time / nullif(calls, 0))::numeric, 1) AS mean_ms, " + column
            + ", left(query, 200) AS query FROM pg_stat_statements ORDER BY " + column + " DESC LIMIT 5;");
  }

  /** One statement in full, to be explained. */
  public static Advice statement(String why, long id, Instant at) {
    return sql(why, at, "SELECT query FROM pg_stat_statements WHERE queryid = " + id + " LIMIT 1;");
  }

  /** The plans of one statement as Aurora has captured them. */
  public static Advice plans(long id, Instant at) {
    return sql("Compare both plans; where query plan management (apg_plan_mgmt) has the old one, it can be approved and kept", at,
        "SELECT planid, calls, round((total_exec_time / nullif(calls, 0))::numeric, 1) AS mean_ms, plan_captured_time, explain_plan "
            + "FROM aurora_stat_plans(true) WHERE queryid = " + id + " ORDER BY plan_captured_time DESC;");
  }

  /** Event triggers that run at login, with the command that switches each off. */
  public static Advice loginTriggers(String why, Instant at) {
    return sql(why, at,
        "SELECT evtname, evtfoid::regprocedure AS calls, format('ALTER EVENT TRIGGER %I DISABLE;', evtname) AS run FROM pg_event_trigger "
            + "WHERE evtevent = 'login' AND evtenabled <> 'D';");
  }

  /** Clients by login, application, address and state. */
  public static Advice clients(String why, Instant at) {
    return sql(why, at,
        "SELECT usename, application_name, client_addr, state, count(*) AS sessions, max(clock_timestamp() - state_change) AS longest "
            + "FROM pg_stat_activity WHERE backend_type = 'client backend' GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC LIMIT 10;");
  }

  /** Advisory locks by key, whoever holds one before those that wait for it. */
  public static Advice advisoryLocks(String why, Instant at) {
    return sql(why, at,
        "SELECT l.classid, l.objid, l.objsubid, CASE WHEN l.granted THEN 'holds' ELSE 'waits' END AS does, l.pid, a.usename, "
            + "a.application_name, a.client_addr, a.state, clock_timestamp() - a.query_start AS since, left(a.query, 80) AS query "
            + "FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' "
            + "ORDER BY 1, 2, 3, l.granted DESC, 10 DESC LIMIT 40;");
  }

  /** Ends sessions that have done nothing for half an hour, outside of any transaction: their clients connect again. */
  public static Advice endIdleSessions(String why, Instant at) {
    return new Advice(Phrase.quoting(SOURCE, at, why + ":"), GuardedSql.terminateLongIdle(at));
  }

  /** Tables by the age of their oldest transaction id. */
  public static Advice oldestTables(String why, Instant at) {
    return sql(why, at,
        "SELECT c.oid::regclass AS table_name, age(c.relfrozenxid) AS age, format('VACUUM (FREEZE, VERBOSE) %s;', c.oid::regclass) AS run "
            + "FROM pg_class c WHERE c.relkind IN ('r', 'm', 't') AND c.relpersistence <> 't' ORDER BY 2 DESC LIMIT 5;");
  }

  private static Advice sql(String why, Instant at, String sql) {
    return new Advice(Phrase.quoting(SOURCE, at, why + ":"), Phrase.quoting(SOURCE, at, sql));
  }
}
