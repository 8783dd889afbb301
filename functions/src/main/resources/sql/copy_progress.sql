-- purpose: COPY in progress
-- least privilege: pg_read_all_stats
-- versions: 14 to 17
-- source: PostgreSQL manual, progress reporting
SELECT p.pid, (a.backend_start AT TIME ZONE 'UTC')::text || '+00' AS backend_start, 'copy' AS kind,
       coalesce(p.datname, '') AS database, coalesce(p.relid::bigint, 0) AS relation_id,
       lower(p.command) AS phase, coalesce(100.0 * p.bytes_processed / nullif(p.bytes_total, 0), 0) AS done,
       false AS against_wraparound, coalesce(extract(epoch FROM clock_timestamp() - a.query_start), 0) AS age_s
  FROM pg_catalog.pg_stat_progress_copy p LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = p.pid
 ORDER BY age_s DESC, p.pid LIMIT 50
