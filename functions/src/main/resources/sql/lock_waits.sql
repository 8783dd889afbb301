-- purpose: every wait for a heavyweight lock: who, which lock, since when, behind whom; longest wait first
-- least privilege: pg_read_all_stats
-- versions: 13 to 17; waitstart is 14 and newer (and NULL for a moment), before it the statement's start stands in
-- source: PostgreSQL manual, pg_locks, pg_blocking_pids: that stops the lock manager for a moment, so it is called for the two longest waits for
-- each lock and mode, and for the 200 locks with the longest queues; who else wants the same lock in the same mode waits behind the same sessions.
-- The tree is made of these edges outside: walking it in SQL takes every path, and a queue of strong locks has exponentially many.
-- NOTIFY holds a lock on "database 0" from its statement to the end of the commit (PostgreSQL source, async.c)
WITH w AS MATERIALIZED (
  SELECT l.pid, l.locktype, l.mode, l.database, l.relation, {{wait_start}} AS waitstart, l.classid = 1262 AND l.objid = 0 AS of_notify,
         dense_rank() OVER (ORDER BY l.locktype, l.database, l.relation, l.page, l.tuple, l.virtualxid, l.transactionid::text, l.classid,
                            l.objid, l.objsubid, l.mode) AS lock_no
    FROM pg_catalog.pg_locks l WHERE NOT l.granted
), q AS (
  SELECT w.*, row_number() OVER (PARTITION BY lock_no ORDER BY waitstart NULLS LAST, pid) AS place, count(*) OVER (PARTITION BY lock_no) AS queue FROM w
), r AS (
  SELECT q.*, dense_rank() OVER (ORDER BY queue DESC, lock_no) AS rank FROM q
)
SELECT r.pid, coalesce(a.leader_pid, 0) AS leader_pid, CASE WHEN r.locktype = 'object' AND r.of_notify THEN 'notify' ELSE r.locktype END AS locktype,
       r.mode, coalesce(d.datname, '') AS database, coalesce(r.relation::bigint, 0) AS relation_id, r.lock_no,
       CASE WHEN r.place <= 2 AND r.rank <= 200 THEN pg_catalog.pg_blocking_pids(r.pid) END AS blockers,
       coalesce(extract(epoch FROM clock_timestamp() - coalesce(r.waitstart, a.query_start)), 0) AS waited_s
  FROM r
  LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = r.pid
  LEFT JOIN pg_catalog.pg_database d ON d.oid = r.database
 ORDER BY waited_s DESC, r.pid LIMIT 3000
