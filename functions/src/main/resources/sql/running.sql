-- purpose: what executes now, oldest statement first
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_stat_activity; vacuum workers and walsenders are listed elsewhere
SELECT {{session_columns}}
  FROM pg_catalog.pg_stat_activity a
 WHERE a.state IN ('active', 'fastpath function call')
   AND a.backend_type NOT IN ('walsender', 'autovacuum worker')
   AND a.pid <> pg_catalog.pg_backend_pid()
   AND a.leader_pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
   AND a.usename IS DISTINCT FROM 'rdsadmin'
   AND a.application_name IS DISTINCT FROM {{application}}
 ORDER BY a.query_start NULLS LAST, a.pid
 LIMIT 50
