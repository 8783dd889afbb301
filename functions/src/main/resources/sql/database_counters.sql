-- purpose: one sample of the counters of the connected database; two make rates
-- least privilege: CONNECT
-- versions: 13 to 17; the sessions column is 14 and newer
-- source: PostgreSQL manual, pg_stat_database
SELECT extract(epoch FROM clock_timestamp()) AS sampled_s, d.xact_commit, d.xact_rollback, d.blks_read, d.blks_hit,
       d.tup_returned, d.tup_fetched, d.tup_inserted + d.tup_updated + d.tup_deleted AS tup_written,
       d.temp_bytes, d.deadlocks, {{sessions}} AS sessions, coalesce(extract(epoch FROM d.stats_reset), 0) AS reset_s
  FROM pg_catalog.pg_stat_database d
 WHERE d.datname = current_database()
