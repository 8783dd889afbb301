-- purpose: connection head-room, states, and how many sessions the login may not see
-- least privilege: pg_read_all_stats (without it the kind of others' backends is NULL, and they are counted as hidden: never by a text,
-- which any client can write); mute are those of roles and databases with track_activities off
-- versions: 13 to 17; reserved_connections is 16 and newer, rds.rds_superuser_reserved_connections RDS only
-- source: PostgreSQL manual, pg_stat_activity, connection settings
WITH s AS (
  SELECT current_setting('max_connections')::int AS max_connections,
         current_setting('superuser_reserved_connections')::int AS superuser_reserved,
         coalesce(nullif(current_setting('reserved_connections', true), ''), '0')::int AS reserved,
         coalesce(nullif(current_setting('rds.rds_superuser_reserved_connections', true), ''), '0')::int AS rds_reserved
), a AS (
  SELECT count(*) FILTER (WHERE backend_type = 'client backend' OR (backend_type IS NULL AND datname IS NOT NULL)) AS clients,
         count(*) FILTER (WHERE state = 'active' AND backend_type = 'client backend' AND pid <> pg_catalog.pg_backend_pid()) AS active,
         count(*) FILTER (WHERE state = 'idle') AS idle,
         count(*) FILTER (WHERE state LIKE 'idle in transaction%') AS idle_in_transaction,
         count(*) FILTER (WHERE wait_event_type = 'Lock') AS lock_waiting,
         count(*) FILTER (WHERE state = 'idle' AND state_change < clock_timestamp() - interval '10 minutes') AS idle_over_ten_minutes,
         count(*) FILTER (WHERE backend_start > clock_timestamp() - interval '60 seconds' AND backend_type = 'client backend'
                            AND pid <> pg_catalog.pg_backend_pid()) AS new_last_minute,
         count(*) FILTER (WHERE backend_type IS NULL AND datname IS NOT NULL AND usename IS DISTINCT FROM 'rdsadmin') AS hidden,
         count(*) FILTER (WHERE state = 'disabled' AND pid <> pg_catalog.pg_backend_pid() AND usename IS DISTINCT FROM 'rdsadmin') AS mute
    FROM pg_catalog.pg_stat_activity
)
SELECT a.*, s.max_connections, s.max_connections - s.superuser_reserved - s.reserved - s.rds_reserved AS usable,
       pg_catalog.quote_ident(session_user) AS login
  FROM a CROSS JOIN s
