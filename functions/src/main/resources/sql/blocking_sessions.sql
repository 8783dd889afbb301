-- purpose: the sessions at the root and in the middle of a blocker tree
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_stat_activity
SELECT {{session_columns}}
  FROM pg_catalog.pg_stat_activity a
 WHERE a.pid = ANY (?)
 ORDER BY a.pid
 LIMIT 200
