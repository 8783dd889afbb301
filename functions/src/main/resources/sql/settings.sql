-- purpose: settings that decide plans, memory, vacuum and limits, as they are in force, and those that roles have of their own
-- least privilege: CONNECT (none of these is hidden from anybody)
-- versions: 13 to 17; what a version does not have is left out
-- source: PostgreSQL manual, server configuration, ALTER ROLE SET. Left out: what the probe's session sets for itself, and shared_buffers, which follows the capacity (Aurora user
-- guide, Serverless v2 capacity). Of a role's settings only those named here are read: others may hold anything
WITH watched AS (
  SELECT unnest(ARRAY['autovacuum', 'autovacuum_analyze_scale_factor', 'autovacuum_freeze_max_age', 'autovacuum_max_workers', 'autovacuum_naptime',
    'autovacuum_vacuum_cost_delay', 'autovacuum_vacuum_cost_limit', 'autovacuum_vacuum_scale_factor', 'constraint_exclusion', 'cpu_index_tuple_cost',
    'cpu_operator_cost', 'cpu_tuple_cost', 'deadlock_timeout', 'default_statistics_target', 'default_transaction_isolation', 'effective_cache_size',
    'enable_bitmapscan', 'enable_hashagg', 'enable_hashjoin', 'enable_indexonlyscan', 'enable_indexscan', 'enable_memoize', 'enable_mergejoin',
    'enable_nestloop', 'enable_partition_pruning', 'enable_seqscan', 'enable_sort', 'from_collapse_limit', 'geqo', 'hash_mem_multiplier', 'jit',
    'jit_above_cost', 'join_collapse_limit', 'maintenance_work_mem', 'max_locks_per_transaction', 'max_parallel_workers', 'max_parallel_workers_per_gather',
    'max_prepared_transactions', 'max_worker_processes', 'parallel_setup_cost', 'parallel_tuple_cost', 'plan_cache_mode', 'random_page_cost',
    'seq_page_cost', 'synchronous_commit', 'temp_file_limit', 'track_counts', 'wal_level', 'work_mem']) AS name
), own AS (
  SELECT name FROM watched
  UNION ALL
  SELECT unnest(ARRAY['default_transaction_read_only', 'idle_in_transaction_session_timeout', 'idle_session_timeout', 'lock_timeout', 'search_path',
    'statement_timeout', 'transaction_timeout'])
)
SELECT w.name, '' AS scope, pg_catalog.current_setting(w.name, true) AS value
  FROM watched w WHERE pg_catalog.current_setting(w.name, true) IS NOT NULL
UNION ALL
SELECT o.name, 'role ' || quote_ident(r.rolname), substr(c.entry, strpos(c.entry, '=') + 1)
  FROM pg_catalog.pg_db_role_setting s
  JOIN pg_catalog.pg_roles r ON r.oid = s.setrole AND r.rolname <> 'rdsadmin'
  LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
 CROSS JOIN LATERAL unnest(s.setconfig) AS c(entry)
  JOIN own o ON o.name = lower(split_part(c.entry, '=', 1))
 WHERE s.setdatabase = 0 OR d.datname = current_database()
 ORDER BY 2, 1, 3 LIMIT 200
