-- purpose: a rough guess at the space that the 20 largest tables of 128 MiB and more hold without using it
-- least privilege: SELECT on the table (those whose statistics may not be read are counted)
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_stats and database page layout: rows times their average width; by 20 % wrong at its best, and out by more for wide rows (TOAST)
WITH big AS MATERIALIZED (
  SELECT c.oid, n.nspname, c.relname, c.relpages, c.reltuples,
         (SELECT count(*) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
         coalesce((SELECT max(option_value::float8) FROM pg_catalog.pg_options_to_table(c.reloptions) WHERE option_name = 'fillfactor'), 100) AS fill
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'm') AND c.relpages >= 16384 AND c.reltuples > 0
     AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_)'
   ORDER BY c.relpages DESC, c.oid LIMIT 20
), wide AS (
  SELECT b.*, v.width, v.described, v.nulls
    FROM big b
    CROSS JOIN LATERAL (
      SELECT sum((1 - s.null_frac) * s.avg_width) AS width, count(*) AS described, max(s.null_frac) > 0 AS nulls
        FROM pg_catalog.pg_stats s WHERE s.schemaname = b.nspname AND s.tablename = b.relname AND NOT s.inherited) v
)
SELECT w.oid::regclass::text AS name, w.relpages::bigint * current_setting('block_size')::bigint AS bytes,
       coalesce(least(1, ceil(w.reltuples * (28 + CASE WHEN w.nulls THEN 8 ELSE 0 END + ceil(w.width / 8) * 8)
         / ((current_setting('block_size')::int - 24) * w.fill / 100)) / nullif(w.relpages, 0)), 0) AS used,
       w.described = w.columns AS readable
  FROM wide w
 ORDER BY 1
