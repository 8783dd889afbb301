-- purpose: the tables of the connected database with the oldest transaction ids and multixacts
-- least privilege: CONNECT (pg_read_all_stats to see that one is being vacuumed, and whose a temporary one is)
-- versions: 13 to 17
-- source: PostgreSQL manual, routine vacuuming; a table is as old as its TOAST table where that is older. Size from the planner's pages: asking for the real one locks. No vacuum but
-- its own session's can freeze a temporary table; the number in its schema is that of the backend, which 16 and newer resolve
SELECT c.oid::regclass::text AS name, greatest(age(c.relfrozenxid), age(t.relfrozenxid)) AS xid_age,
       greatest(mxid_age(c.relminmxid), mxid_age(t.relminmxid)) AS mxid_age,
       (c.relpages::bigint + coalesce(t.relpages, 0)) * current_setting('block_size')::bigint AS bytes,
       EXISTS (SELECT FROM pg_catalog.pg_stat_progress_vacuum v WHERE v.relid IN (c.oid, t.oid) AND v.datname = current_database()) AS vacuuming,
       n.nspname ~ '^pg_temp_' AS temporary, coalesce(a.pid, 0) AS owner, coalesce((a.backend_start AT TIME ZONE 'UTC')::text || '+00', '') AS owner_start,
       coalesce(extract(epoch FROM clock_timestamp() - a.backend_start), 0) AS owner_s,
       a.application_name AS owner_name, a.usename || coalesce('@' || host(a.client_addr), '') AS owner_login
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid AND c.reltoastrelid <> 0
  LEFT JOIN pg_catalog.pg_stat_activity a ON n.nspname ~ '^pg_temp_[0-9]+$' AND current_setting('server_version_num')::int >= 160000
        AND a.pid = pg_catalog.pg_stat_get_backend_pid(substring(n.nspname FROM '[0-9]+$')::int)
 WHERE c.relkind IN ('r', 'm')
 ORDER BY greatest(age(c.relfrozenxid), age(t.relfrozenxid), mxid_age(c.relminmxid), mxid_age(t.relminmxid)) DESC, c.oid LIMIT 5
