-- purpose: dumps in progress
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_stat_activity
SELECT d.pid, 'dump' AS kind, NULL::oid AS relid, d.datname, d.application_name AS phase, NULL::numeric AS done
  FROM a d
 WHERE d.application_name IN ('pg_dump', 'pg_dumpall') AND d.state <> 'idle'
