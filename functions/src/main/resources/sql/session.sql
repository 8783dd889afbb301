-- purpose: who answered, what the login may see, and which columns this version has
-- least privilege: CONNECT
-- versions: 13 to 17; looks columns up instead of comparing versions, so an extension left behind by a major upgrade is read right
-- source: PostgreSQL manual, pg_attribute, pg_stat_statements
SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
       pg_catalog.pg_is_in_recovery() AS on_reader,
       pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS sees_all,
       EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = 'pg_catalog.pg_stat_activity'::regclass AND attname = 'query_id') AS has_query_id,
       EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = 'pg_catalog.pg_locks'::regclass AND attname = 'waitstart') AS has_wait_start,
       EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = 'pg_catalog.pg_stat_database'::regclass AND attname = 'sessions') AS has_sessions,
       to_regclass('pg_catalog.pg_stat_progress_copy') IS NOT NULL AS has_copy_progress,
       quote_ident(n.nspname) AS statements_schema,
       EXISTS (SELECT FROM pg_catalog.pg_class i WHERE i.relnamespace = n.oid AND i.relname = 'pg_stat_statements_info') AS has_statements_reset,
       coalesce((SELECT string_agg(t.attname, ',') FROM pg_catalog.pg_attribute t JOIN pg_catalog.pg_class c ON c.oid = t.attrelid
                  WHERE c.relnamespace = n.oid AND c.relname = 'pg_stat_statements' AND t.attnum > 0 AND NOT t.attisdropped), '') AS statements_columns
  FROM (SELECT 1) one
  LEFT JOIN pg_catalog.pg_extension e ON e.extname = 'pg_stat_statements'
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
