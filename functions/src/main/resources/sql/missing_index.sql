-- purpose: the tables that leading statements name, with the columns that they filter by: whether an index begins with it, and how many rows a value has
-- least privilege: CONNECT (SELECT on a table to see how many rows a value has)
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_index and pg_stats. Size from the planner's pages: asking for the real one locks
SELECT n.nspname AS plain_schema, c.relname AS plain_table, a.attname AS plain_column, c.oid::regclass::text AS name, quote_ident(a.attname) AS column_name,
       c.relpages AS pages, greatest(c.reltuples, 0)::bigint AS rows,
       EXISTS (SELECT FROM pg_catalog.pg_index x WHERE x.indrelid = c.oid AND x.indisvalid AND x.indkey[0] = a.attnum) AS leads,
       coalesce(greatest(s.most_common_freqs[1], CASE WHEN s.n_distinct > 0 THEN 1 / s.n_distinct WHEN s.n_distinct < 0 THEN -1 / (s.n_distinct * nullif(greatest(c.reltuples, 0), 0)) END), -1) AS share
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_catalog.pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname AND NOT s.inherited
 WHERE c.relkind IN ('r', 'm') AND c.relname = ANY (?) AND a.attname = ANY (?)
   AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_)'
 ORDER BY c.oid, a.attnum LIMIT 400
