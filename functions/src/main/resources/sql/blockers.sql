-- purpose: who waits for a heavyweight lock, and behind whom
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_blocking_pids: it stops the lock manager for a moment, so it is called only for the sessions that wait, at most 100.
-- The tree is made of these edges outside: walking it in SQL takes every path, and a queue of strong locks has exponentially many
SELECT a.pid, coalesce(a.leader_pid, 0) AS leader_pid, pg_catalog.pg_blocking_pids(a.pid) AS blockers,
       coalesce(extract(epoch FROM clock_timestamp() - a.query_start), 0) AS query_s
  FROM (SELECT pid, leader_pid, query_start FROM pg_catalog.pg_stat_activity
         WHERE wait_event_type = 'Lock'
         ORDER BY query_start NULLS LAST, pid LIMIT 100) a
