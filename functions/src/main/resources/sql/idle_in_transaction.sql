-- purpose: who holds a transaction open and does nothing, oldest transaction first
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_stat_activity
SELECT {{session_columns}}
  FROM pg_catalog.pg_stat_activity a
 WHERE a.state IN ('idle in transaction', 'idle in transaction (aborted)')
   AND a.pid <> pg_catalog.pg_backend_pid()
   AND a.usename IS DISTINCT FROM 'rdsadmin'
   AND a.application_name IS DISTINCT FROM {{application}}
 ORDER BY a.xact_start NULLS LAST, a.pid
 LIMIT 50
