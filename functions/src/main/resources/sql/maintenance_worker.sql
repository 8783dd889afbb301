-- purpose: autovacuum workers between two tables
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_stat_activity; a worker at a table is in the progress views too, and counted there
SELECT w.pid, 'vacuum' AS kind, NULL::oid AS relid, w.datname, '' AS phase, NULL::numeric AS done
  FROM a w
 WHERE w.backend_type = 'autovacuum worker'
