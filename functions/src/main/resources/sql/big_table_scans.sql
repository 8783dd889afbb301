-- purpose: one sample of what is read row by row from tables of 1,000 pages and more; two make rates
-- least privilege: CONNECT
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_stat_all_tables; each parallel worker counts as a scan
SELECT c.oid::bigint AS id, c.oid::regclass::text AS name, pg_catalog.pg_stat_get_numscans(c.oid) AS scans,
       pg_catalog.pg_stat_get_tuples_returned(c.oid) AS rows_read, greatest(c.reltuples, 0)::bigint AS rows,
       extract(epoch FROM clock_timestamp()) AS sampled_s
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'm') AND c.relpages >= 1000 AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_)'
 ORDER BY c.relpages DESC, c.oid LIMIT 200
