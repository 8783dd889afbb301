-- purpose: one sample of the numbers of all statements of all databases, without their texts; the responder's own are those of its login, where
-- nobody else uses that
-- least privilege: pg_read_all_stats (without it the ids of others are NULL)
-- versions: pg_stat_statements 1.6 to 1.11; the columns are looked up, the extension may be older than the server
-- source: PostgreSQL manual, pg_stat_statements
-- cost: a function's rows are grouped by two numbers, names are joined to what is left; sums of counters are exact in float8 up to 2^53 and take half
-- of numeric's time
SELECT coalesce(d.datname, '') AS database, t.queryid, t.calls::bigint AS calls, t.exec_ms, t.top_level_ms, t.blocks::bigint AS blocks,
       t.temp_blocks::bigint AS temp_blocks, t.rows::bigint AS rows,
       coalesce(date_part('epoch', clock_timestamp() - t.since), 0) AS since_s, t.own
  FROM (SELECT s.dbid, s.queryid, sum(s.calls::float8) AS calls, sum(s.{{exec_time}}) AS exec_ms,
               coalesce(sum(s.{{exec_time}}) FILTER (WHERE {{toplevel}}), 0) AS top_level_ms,
               sum(s.shared_blks_hit::float8 + s.shared_blks_read) AS blocks, sum(s.temp_blks_written::float8) AS temp_blocks,
               sum(s.rows::float8) AS rows, min({{stats_since}}) AS since, bool_and(s.userid = me.oid AND NOT me.shared) AS own
          FROM {{statements_schema}}.pg_stat_statements(false) s
         CROSS JOIN (SELECT r.oid, EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.usesysid = r.oid AND a.backend_type = 'client backend'
                                              AND a.application_name IS DISTINCT FROM {{application}}) AS shared
                       FROM pg_catalog.pg_roles r WHERE r.rolname = current_user) me
         GROUP BY s.dbid, s.queryid) t
  LEFT JOIN pg_catalog.pg_database d ON d.oid = t.dbid
 WHERE d.datname IS DISTINCT FROM 'rdsadmin'
 ORDER BY t.exec_ms DESC, d.datname, t.queryid LIMIT 20000
