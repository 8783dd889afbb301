-- purpose: one sample of all sessions at work and what they wait for
-- least privilege: pg_read_all_stats
-- versions: 13 to 17; query_id is 14 and newer, its place is taken by the text where there is none
-- source: PostgreSQL manual, wait events. Sleeping on purpose (Timeout:PgSleep, Timeout:VacuumDelay) and waiting for work (Activity) are no load
SELECT a.pid, coalesce(a.leader_pid, 0) AS leader_pid, a.backend_type, a.datname, a.usename, a.application_name,
       a.wait_event_type, a.wait_event, {{query_id}} AS query_id,
       CASE WHEN {{query_id}} IS NULL THEN left(a.query, 1000) END AS query,
       coalesce(extract(epoch FROM clock_timestamp() - a.query_start), 0) AS query_s
  FROM pg_catalog.pg_stat_activity a
 WHERE a.state IN ('active', 'fastpath function call')
   AND a.backend_type <> 'walsender'
   AND a.wait_event_type IS DISTINCT FROM 'Activity'
   AND NOT coalesce(a.wait_event_type = 'Timeout' AND a.wait_event IN ('PgSleep', 'VacuumDelay'), false)
   AND a.pid <> pg_catalog.pg_backend_pid()
   AND a.leader_pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
   AND a.usename IS DISTINCT FROM 'rdsadmin'
   AND a.application_name IS DISTINCT FROM {{application}}
 ORDER BY a.query_start NULLS LAST, a.pid
 LIMIT 2000
