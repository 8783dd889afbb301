-- purpose: the texts of the few statements that lead, and which ids are the responder's own
-- least privilege: pg_read_all_stats
-- versions: pg_stat_statements 1.6 to 1.11
-- source: PostgreSQL manual, pg_stat_statements; run once, because it reads the whole text file of the server
SELECT DISTINCT ON (s.queryid) s.queryid, left(s.query, 4000) AS query, left(s.query, {{mark_length}}) = {{mark}} AS own
  FROM {{statements_schema}}.pg_stat_statements(true) s
 WHERE s.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
   AND (s.queryid = ANY (?) OR left(s.query, {{mark_length}}) = {{mark}})
 ORDER BY s.queryid LIMIT 500
