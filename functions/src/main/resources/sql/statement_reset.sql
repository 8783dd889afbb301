-- purpose: since when the statement counters count, and how often entries were thrown out to make room
-- least privilege: CONNECT
-- versions: pg_stat_statements 1.9 and newer
-- source: PostgreSQL manual, pg_stat_statements_info
SELECT extract(epoch FROM i.stats_reset) AS reset_s, extract(epoch FROM clock_timestamp() - i.stats_reset) AS since_s, i.dealloc,
       coalesce(nullif(current_setting('pg_stat_statements.max', true), ''), '0')::bigint AS room
  FROM {{statements_schema}}.pg_stat_statements_info i
