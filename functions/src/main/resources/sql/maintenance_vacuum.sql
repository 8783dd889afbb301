-- purpose: vacuum in progress
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, progress reporting
SELECT v.pid, 'vacuum' AS kind, v.relid, v.datname, v.phase, 100.0 * v.heap_blks_scanned / nullif(v.heap_blks_total, 0) AS done
  FROM pg_catalog.pg_stat_progress_vacuum v
