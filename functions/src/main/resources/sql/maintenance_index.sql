-- purpose: index builds in progress
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, progress reporting
SELECT i.pid, 'create index' AS kind, i.relid, i.datname, i.phase,
       coalesce(100.0 * i.blocks_done / nullif(i.blocks_total, 0), 100.0 * i.tuples_done / nullif(i.tuples_total, 0)) AS done
  FROM pg_catalog.pg_stat_progress_create_index i
