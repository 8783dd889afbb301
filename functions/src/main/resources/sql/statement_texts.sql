-- purpose: the texts of the few statements that lead, from sessions that ran them last
-- least privilege: pg_read_all_stats
-- versions: 14 to 17 (query_id)
-- source: PostgreSQL manual, pg_stat_activity. pg_stat_statements(true) is not asked: it reads the whole text file of the server into memory,
-- whatever its WHERE says
SELECT DISTINCT ON (a.datname, a.query_id) a.datname AS database, a.query_id AS queryid, left(a.query, 4000) AS query
  FROM pg_catalog.pg_stat_activity a
 WHERE a.query_id = ANY (?) AND a.application_name IS DISTINCT FROM {{application}}
 ORDER BY a.datname, a.query_id, a.query_start DESC NULLS LAST LIMIT 500
