-- purpose: one sample of the numbers of all statements of all databases, without their texts; the responder's own are those of its login, where
-- nobody else uses that
-- least privilege: pg_read_all_stats (without it the ids of others are NULL)
-- versions: pg_stat_statements 1.6 to 1.11; the columns are looked up, the extension may be older than the server
-- source: PostgreSQL manual, pg_stat_statements
SELECT coalesce(d.datname, '') AS database, s.queryid, sum(s.calls)::bigint AS calls, sum(s.{{exec_time}}) AS exec_ms,
       coalesce(sum(s.{{exec_time}}) FILTER (WHERE {{toplevel}}), 0) AS top_level_ms,
       sum(s.shared_blks_hit + s.shared_blks_read)::bigint AS blocks, sum(s.temp_blks_written)::bigint AS temp_blocks,
       sum(s.rows)::bigint AS rows,
       coalesce(extract(epoch FROM clock_timestamp() - min({{stats_since}})), 0) AS since_s,
       bool_and(s.userid = me.oid AND NOT me.shared) AS own
  FROM {{statements_schema}}.pg_stat_statements(false) s
 CROSS JOIN (SELECT r.oid, EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.usesysid = r.oid AND a.backend_type = 'client backend'
                                      AND a.application_name IS DISTINCT FROM {{application}}) AS shared
               FROM pg_catalog.pg_roles r WHERE r.rolname = current_user) me
  LEFT JOIN pg_catalog.pg_database d ON d.oid = s.dbid
 WHERE d.datname IS DISTINCT FROM 'rdsadmin'
 GROUP BY d.datname, s.queryid
 ORDER BY exec_ms DESC, d.datname, s.queryid LIMIT 20000
