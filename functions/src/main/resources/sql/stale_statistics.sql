-- purpose: tables of 10,000 rows and more that changed far since the planner's statistics were taken, or of which it has none
-- least privilege: CONNECT
-- versions: 13 to 17; before 14 a table that was never analyzed has 0 planner rows instead of -1
-- source: PostgreSQL manual, the autovacuum daemon (threshold plus scale factor times rows), pg_class.reltuples. A major upgrade leaves a table without statistics and without row
-- counts too (pg_upgrade, until 17): how many rows a scan of it read tells then that it is large
WITH t AS MATERIALIZED (
  SELECT c.oid, c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid) AS live, pg_catalog.pg_stat_get_mod_since_analyze(c.oid) AS mods,
         current_setting('autovacuum_analyze_threshold')::float8
           + current_setting('autovacuum_analyze_scale_factor')::float8 * greatest(c.reltuples, 0) AS trigger_at,
         pg_catalog.pg_stat_get_tuples_returned(c.oid) / nullif(pg_catalog.pg_stat_get_numscans(c.oid), 0) AS rows_a_scan
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_)'
)
SELECT t.oid::regclass::text AS name, greatest(t.reltuples, 0)::bigint AS planner_rows, t.live, t.mods, t.trigger_at::bigint AS trigger_at,
       t.reltuples < 0 AS never
  FROM t
 WHERE (greatest(t.live, t.reltuples) >= 10000 AND (t.mods > t.trigger_at OR t.reltuples < 0))
    OR (t.reltuples < 0 AND t.rows_a_scan >= 10000)
 ORDER BY t.mods DESC, t.rows_a_scan DESC NULLS LAST, t.oid LIMIT 10
