-- purpose: CLUSTER and VACUUM FULL in progress
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, progress reporting
SELECT k.pid, 'cluster' AS kind, k.relid, k.datname, k.phase, 100.0 * k.heap_blks_scanned / nullif(k.heap_blks_total, 0) AS done
  FROM pg_catalog.pg_stat_progress_cluster k
