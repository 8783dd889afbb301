-- purpose: one sample of every database: who is in it, and its counters; two make rates
-- least privilege: pg_read_all_stats
-- versions: 13 to 17; the sessions column is 14 and newer
-- source: PostgreSQL manual, pg_stat_database, pg_database; templates and rdsadmin belong to nobody whom we could tell
SELECT b.datname, b.datallowconn AS open, pg_catalog.has_database_privilege(b.oid, 'CONNECT') AS may_connect, b.datname = current_database() AS here,
       coalesce(s.waiting, 0) AS waiting, coalesce(s.active, 0) AS active, coalesce(s.idle_in_transaction, 0) AS idle_in_transaction,
       extract(epoch FROM clock_timestamp()) AS sampled_s, d.xact_commit, d.xact_rollback, d.blks_read, d.blks_hit,
       d.tup_returned, d.tup_fetched, d.tup_inserted + d.tup_updated + d.tup_deleted AS tup_written,
       d.temp_bytes, d.deadlocks, {{sessions}} AS sessions, coalesce(extract(epoch FROM d.stats_reset), 0) AS reset_s
  FROM pg_catalog.pg_database b
  JOIN pg_catalog.pg_stat_database d ON d.datid = b.oid
  LEFT JOIN (
    SELECT a.datid, count(*) FILTER (WHERE a.wait_event_type = 'Lock') AS waiting,
           count(*) FILTER (WHERE a.state IN ('active', 'fastpath function call', 'disabled')
                              AND NOT coalesce(a.wait_event_type IN ('Lock', 'Activity', 'Client'), false)) AS active,
           count(*) FILTER (WHERE a.state LIKE 'idle in transaction%') AS idle_in_transaction
      FROM pg_catalog.pg_stat_activity a
     WHERE a.application_name IS DISTINCT FROM {{application}} AND a.backend_type IS DISTINCT FROM 'walsender' AND a.usename IS DISTINCT FROM 'rdsadmin'
     GROUP BY a.datid) s ON s.datid = b.oid
 WHERE NOT b.datistemplate AND b.datname <> 'rdsadmin'
 ORDER BY b.datname LIMIT 5000
