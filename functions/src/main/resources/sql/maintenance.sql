-- purpose: vacuum, analyze, index builds, rewrites, base backups and dumps in progress
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, progress reporting; the parts are files of their own, so that one that cannot be read costs itself alone. They read
-- sessions from "a", which is made once
WITH a AS MATERIALIZED (
  SELECT pid, backend_start, backend_type, datname, usename, application_name, state, xact_start, query_start,
         query LIKE '%(to prevent wraparound)%' AS against_wraparound
    FROM pg_catalog.pg_stat_activity
), p AS ({{parts}})
SELECT p.pid, (a.backend_start AT TIME ZONE 'UTC')::text || '+00' AS backend_start,
       CASE WHEN a.backend_type = 'autovacuum worker' THEN 'autovacuum' ELSE p.kind END AS kind,
       coalesce(p.datname, '') AS database, coalesce(p.relid::bigint, 0) AS relation_id,
       p.phase, coalesce(p.done, 0) AS done,
       coalesce(a.against_wraparound, false) AS against_wraparound,
       coalesce(extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.query_start, a.backend_start)), 0) AS age_s
  FROM p LEFT JOIN a ON a.pid = p.pid
 WHERE a.usename IS DISTINCT FROM 'rdsadmin'
 ORDER BY age_s DESC, p.pid LIMIT 50
