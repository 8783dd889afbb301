-- purpose: analyze in progress
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, progress reporting
SELECT z.pid, 'analyze' AS kind, z.relid, z.datname, z.phase, 100.0 * z.sample_blks_scanned / nullif(z.sample_blks_total, 0) AS done
  FROM pg_catalog.pg_stat_progress_analyze z
