-- purpose: the tables of the connected database with the oldest transaction ids and multixacts
-- least privilege: CONNECT (pg_read_all_stats to see that one is being vacuumed)
-- versions: 13 to 17
-- source: PostgreSQL manual, routine vacuuming; a table is as old as its TOAST table where that is older. Size from the planner's pages: asking for the real one locks
SELECT c.oid::regclass::text AS name, greatest(age(c.relfrozenxid), age(t.relfrozenxid)) AS xid_age,
       greatest(mxid_age(c.relminmxid), mxid_age(t.relminmxid)) AS mxid_age,
       (c.relpages::bigint + coalesce(t.relpages, 0)) * current_setting('block_size')::bigint AS bytes,
       EXISTS (SELECT FROM pg_catalog.pg_stat_progress_vacuum v WHERE v.relid IN (c.oid, t.oid) AND v.datname = current_database()) AS vacuuming
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid AND c.reltoastrelid <> 0
 WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_temp_'
 ORDER BY greatest(age(c.relfrozenxid), age(t.relfrozenxid), mxid_age(c.relminmxid), mxid_age(t.relminmxid)) DESC, c.oid LIMIT 5
