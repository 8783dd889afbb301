-- purpose: base backups in progress
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, progress reporting
SELECT b.pid, 'base backup' AS kind, NULL::oid AS relid, NULL::name AS datname, b.phase, 100.0 * b.backup_streamed / nullif(b.backup_total, 0) AS done
  FROM pg_catalog.pg_stat_progress_basebackup b
