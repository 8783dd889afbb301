-- purpose: the columns of a session, shared by the statements that list sessions
-- least privilege: pg_read_all_stats
-- versions: 13 to 17; query_id is 14 and newer
-- source: PostgreSQL manual, pg_stat_activity. The start is printed in UTC whatever the session's time zone: it guards against pid reuse
a.pid, coalesce(a.leader_pid, 0) AS leader_pid, (a.backend_start AT TIME ZONE 'UTC')::text || '+00' AS backend_start,
       a.datname, a.usename, a.application_name, CASE WHEN a.backend_start IS NULL THEN '' ELSE coalesce(host(a.client_addr), 'local') END AS client_addr, a.backend_type, a.state,
       a.wait_event_type, a.wait_event,
       coalesce(extract(epoch FROM clock_timestamp() - a.query_start), 0) AS query_s,
       coalesce(extract(epoch FROM clock_timestamp() - a.xact_start), 0) AS xact_s,
       coalesce(extract(epoch FROM clock_timestamp() - a.state_change), 0) AS state_s,
       a.backend_xid IS NOT NULL AS has_written,
       greatest(coalesce(age(a.backend_xmin), 0), coalesce(age(a.backend_xid), 0)) AS xmin_age,
       {{query_id}} AS query_id, left(a.query, 4000) AS query
