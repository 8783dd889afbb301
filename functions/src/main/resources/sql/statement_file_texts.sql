-- purpose: the texts of the few statements that lead, where no session shows them
-- least privilege: pg_read_all_stats
-- versions: pg_stat_statements 1.6 to 1.11
-- source: PostgreSQL manual, pg_stat_statements. It reads the whole text file of the server (220 MB of texts took 467 MB of memory), so only where
-- the request allows it
SELECT DISTINCT ON (d.datname, s.queryid) d.datname AS database, s.queryid, left(s.query, 4000) AS query
  FROM {{statements_schema}}.pg_stat_statements(true) s
  JOIN pg_catalog.pg_database d ON d.oid = s.dbid
 WHERE s.queryid = ANY (?)
 ORDER BY d.datname, s.queryid LIMIT 500
