-- purpose: indexes that a failed build left behind: they cost writes and serve no reader
-- least privilege: pg_read_all_stats (without it nobody can tell a failed build from one that goes on, so none is named while any does)
-- versions: 13 to 17
-- source: PostgreSQL manual, CREATE INDEX, building indexes concurrently. An invalid index on a partitioned table only waits for its partitions
SELECT x.indexrelid::regclass::text AS name, x.indrelid::regclass::text AS table_name,
       i.relpages::bigint * current_setting('block_size')::bigint AS bytes, i.relname ~ '_cc(new|old)[0-9]*$' AS leftover
  FROM pg_catalog.pg_index x
  JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
 WHERE NOT (x.indisvalid AND x.indisready AND x.indislive)
   AND i.relkind = 'i' AND n.nspname !~ '^pg_(temp_|toast_temp_)'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p
                    WHERE p.datname = current_database()
                      AND (p.relid IS NULL OR (p.relid = x.indrelid AND p.index_relid IN (0, x.indexrelid))))
 ORDER BY 3 DESC, 1 LIMIT 20
