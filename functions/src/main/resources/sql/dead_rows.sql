-- purpose: tables with more dead rows than autovacuum should let stand
-- least privilege: CONNECT (pg_read_all_stats to see that one is being vacuumed)
-- versions: 13 to 17
-- source: PostgreSQL manual, the autovacuum daemon: threshold plus scale factor times rows, or what the table sets for itself
WITH t AS MATERIALIZED (
  SELECT c.oid, greatest(c.reltuples, 0) AS planner_rows, pg_catalog.pg_stat_get_live_tuples(c.oid) AS live,
         pg_catalog.pg_stat_get_dead_tuples(c.oid) AS dead, c.reloptions
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_)'
     AND pg_catalog.pg_stat_get_dead_tuples(c.oid) > 1000
), o AS (
  SELECT t.*, (SELECT max(option_value::float8) FROM pg_catalog.pg_options_to_table(t.reloptions) WHERE option_name = 'autovacuum_vacuum_threshold') AS threshold,
         (SELECT max(option_value::float8) FROM pg_catalog.pg_options_to_table(t.reloptions) WHERE option_name = 'autovacuum_vacuum_scale_factor') AS factor,
         EXISTS (SELECT FROM pg_catalog.pg_options_to_table(t.reloptions)
                  WHERE option_name = 'autovacuum_enabled' AND lower(option_value) IN ('false', 'off', '0', 'no', 'f', 'n')) AS autovacuum_off
    FROM t
), p AS (
  SELECT o.*, coalesce(o.threshold, current_setting('autovacuum_vacuum_threshold')::float8)
              + coalesce(o.factor, current_setting('autovacuum_vacuum_scale_factor')::float8) * o.planner_rows AS trigger_at
    FROM o
)
SELECT p.oid::regclass::text AS name, p.live, p.dead, p.trigger_at::bigint AS trigger_at, p.autovacuum_off,
       EXISTS (SELECT FROM pg_catalog.pg_stat_progress_vacuum v WHERE v.relid = p.oid AND v.datname = current_database()) AS vacuuming,
       coalesce((SELECT min(l.pid) FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
                  WHERE l.locktype = 'relation' AND l.relation = p.oid AND l.granted AND a.backend_type IS DISTINCT FROM 'autovacuum worker'
                    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
                    AND l.mode IN ('ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')), 0) AS locked_by
  FROM p WHERE p.dead > p.trigger_at
 ORDER BY p.dead DESC, p.oid LIMIT 10
