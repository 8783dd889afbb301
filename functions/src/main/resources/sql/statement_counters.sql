-- purpose: one sample of the numbers of all statements of the connected database, without their texts
-- least privilege: pg_read_all_stats (without it the ids of others are NULL)
-- versions: pg_stat_statements 1.6 to 1.11; the columns are looked up, the extension may be older than the server
-- source: PostgreSQL manual, pg_stat_statements
SELECT s.queryid, sum(s.calls)::bigint AS calls, sum(s.{{exec_time}}) AS exec_ms,
       coalesce(sum(s.{{exec_time}}) FILTER (WHERE {{toplevel}}), 0) AS top_level_ms,
       sum(s.shared_blks_hit + s.shared_blks_read)::bigint AS blocks,
       coalesce(extract(epoch FROM clock_timestamp() - min({{stats_since}})), 0) AS since_s
  FROM {{statements_schema}}.pg_stat_statements(false) s
 WHERE s.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
 GROUP BY s.queryid
 ORDER BY s.queryid LIMIT 20000
