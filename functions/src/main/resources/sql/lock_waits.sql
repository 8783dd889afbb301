-- purpose: which lock each waiting session wants, longest wait first
-- least privilege: pg_read_all_stats
-- versions: 13 to 17; waitstart is 14 and newer (and NULL for a moment), before it the statement's start stands in
-- source: PostgreSQL manual, pg_locks. A relation has a name only in the connected database; it is read without locking it
SELECT l.pid, coalesce(a.leader_pid, 0) AS leader_pid, l.locktype, l.mode,
       CASE WHEN c.oid IS NULL THEN '' ELSE quote_ident(n.nspname) || '.' || quote_ident(c.relname) END AS relation,
       coalesce(extract(epoch FROM clock_timestamp() - coalesce({{wait_start}}, a.query_start)), 0) AS waited_s
  FROM pg_catalog.pg_locks l
  LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
  LEFT JOIN pg_catalog.pg_class c ON l.locktype IN ('relation', 'page', 'tuple', 'extend') AND c.oid = l.relation
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT l.granted AND l.pid = ANY (?)
 ORDER BY waited_s DESC, l.pid LIMIT 100
