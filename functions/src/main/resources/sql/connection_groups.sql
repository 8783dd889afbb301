-- purpose: who holds the connections
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_stat_activity
SELECT coalesce(usename, '(none)') AS usename, coalesce(datname, '(none)') AS datname,
       coalesce(nullif(application_name, ''), '(unset)') AS application_name,
       coalesce(host(client_addr), 'local') AS client_addr, coalesce(state, '(hidden)') AS state,
       count(*) AS n, coalesce(extract(epoch FROM max(clock_timestamp() - state_change)), 0) AS oldest_state_s
  FROM pg_catalog.pg_stat_activity
 WHERE (backend_type = 'client backend' OR (backend_type IS NULL AND datname IS NOT NULL))
   AND pid <> pg_catalog.pg_backend_pid()
 GROUP BY 1, 2, 3, 4, 5 ORDER BY n DESC, 1, 2, 3, 4, 5 LIMIT 30
