-- purpose: vacuum, analyze, index builds, rewrites, base backups and dumps in progress
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, progress reporting
WITH p AS (
  SELECT v.pid, 'vacuum' AS kind, v.relid, v.datname, v.phase, 100.0 * v.heap_blks_scanned / nullif(v.heap_blks_total, 0) AS done
    FROM pg_catalog.pg_stat_progress_vacuum v
  UNION ALL
  SELECT z.pid, 'analyze', z.relid, z.datname, z.phase, 100.0 * z.sample_blks_scanned / nullif(z.sample_blks_total, 0)
    FROM pg_catalog.pg_stat_progress_analyze z
  UNION ALL
  SELECT i.pid, 'create index', i.relid, i.datname, i.phase,
         coalesce(100.0 * i.blocks_done / nullif(i.blocks_total, 0), 100.0 * i.tuples_done / nullif(i.tuples_total, 0))
    FROM pg_catalog.pg_stat_progress_create_index i
  UNION ALL
  SELECT k.pid, 'cluster', k.relid, k.datname, k.phase, 100.0 * k.heap_blks_scanned / nullif(k.heap_blks_total, 0)
    FROM pg_catalog.pg_stat_progress_cluster k
  UNION ALL
  SELECT b.pid, 'base backup', NULL::oid, NULL::name, b.phase, 100.0 * b.backup_streamed / nullif(b.backup_total, 0)
    FROM pg_catalog.pg_stat_progress_basebackup b
  UNION ALL
  SELECT d.pid, 'dump', NULL::oid, d.datname, d.application_name, NULL
    FROM pg_catalog.pg_stat_activity d
   WHERE d.application_name IN ('pg_dump', 'pg_dumpall') AND d.state <> 'idle'
  UNION ALL
  SELECT w.pid, 'vacuum', NULL::oid, w.datname, '', NULL
    FROM pg_catalog.pg_stat_activity w
   WHERE w.backend_type = 'autovacuum worker'
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_vacuum x WHERE x.pid = w.pid)
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_analyze y WHERE y.pid = w.pid)
)
SELECT p.pid, (a.backend_start AT TIME ZONE 'UTC')::text || '+00' AS backend_start,
       CASE WHEN a.backend_type = 'autovacuum worker' THEN 'autovacuum' ELSE p.kind END AS kind,
       CASE WHEN p.relid <> 0 AND p.datname = current_database() THEN p.relid::regclass::text END AS relation,
       p.phase, coalesce(p.done, 0) AS done,
       coalesce(a.query LIKE '%(to prevent wraparound)%', false) AS against_wraparound,
       coalesce(extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.query_start, a.backend_start)), 0) AS age_s
  FROM p LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = p.pid
 WHERE a.usename IS DISTINCT FROM 'rdsadmin'
 ORDER BY age_s DESC, p.pid LIMIT 50
