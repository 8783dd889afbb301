-- purpose: connection head-room, states, how many sessions the login may not see, and who holds the connections: the first row is the whole
-- server, those after it the largest groups. One pass over the sessions: the server copies the state of all of them for each statement that asks
-- least privilege: pg_read_all_stats (without it the kind of others' backends is NULL, and they are counted as hidden: never by a text,
-- which any client can write); mute are those of roles and databases with track_activities off
-- versions: 13 to 17; reserved_connections is 16 and newer, rds.rds_superuser_reserved_connections RDS only
-- source: PostgreSQL manual, pg_stat_activity, connection settings, GROUPING SETS
WITH s AS (
  SELECT current_setting('max_connections')::int AS max_connections,
         current_setting('superuser_reserved_connections')::int AS superuser_reserved,
         coalesce(nullif(current_setting('reserved_connections', true), ''), '0')::int AS reserved,
         coalesce(nullif(current_setting('rds.rds_superuser_reserved_connections', true), ''), '0')::int AS rds_reserved
), a AS (
  SELECT coalesce(usename, '(none)') AS usename, coalesce(datname, '(none)') AS datname,
         coalesce(nullif(application_name, ''), '(unset)') AS application_name, coalesce(host(client_addr), 'local') AS client_addr,
         coalesce(state, '(hidden)') AS state, wait_event_type, backend_type, clock_timestamp() - state_change AS in_state, backend_start,
         backend_type IS NULL AND datname IS NOT NULL AS hidden, pid <> pg_catalog.pg_backend_pid() AS other,
         usename IS NOT DISTINCT FROM 'rdsadmin' AS of_rds
    FROM pg_catalog.pg_stat_activity
), g AS (
  SELECT grouping(usename) = 1 AS whole, usename, datname, application_name, client_addr, state,
         count(*) FILTER (WHERE other AND (backend_type = 'client backend' OR hidden)) AS n,
         coalesce(extract(epoch FROM max(in_state) FILTER (WHERE other AND (backend_type = 'client backend' OR hidden))), 0) AS oldest_state_s,
         count(*) FILTER (WHERE backend_type = 'client backend' OR hidden) AS clients,
         count(*) FILTER (WHERE state = 'active' AND backend_type = 'client backend' AND other) AS active,
         count(*) FILTER (WHERE state = 'idle') AS idle,
         count(*) FILTER (WHERE state IN ('idle in transaction', 'idle in transaction (aborted)')) AS idle_in_transaction,
         count(*) FILTER (WHERE wait_event_type = 'Lock') AS lock_waiting,
         count(*) FILTER (WHERE state = 'idle' AND in_state > interval '10 minutes') AS idle_over_ten_minutes,
         count(*) FILTER (WHERE backend_type = 'client backend' AND other AND clock_timestamp() - backend_start < interval '60 seconds') AS new_last_minute,
         count(*) FILTER (WHERE hidden AND NOT of_rds) AS hidden,
         count(*) FILTER (WHERE state = 'disabled' AND other AND NOT of_rds) AS mute
    FROM a GROUP BY GROUPING SETS ((), (usename, datname, application_name, client_addr, state))
)
SELECT g.*, s.max_connections, s.max_connections - s.superuser_reserved - s.reserved - s.rds_reserved AS usable,
       pg_catalog.quote_ident(session_user) AS login
  FROM g CROSS JOIN s WHERE g.whole OR g.n > 0
 ORDER BY g.whole DESC, g.n DESC, g.usename, g.datname, g.application_name, g.client_addr, g.state LIMIT 31
