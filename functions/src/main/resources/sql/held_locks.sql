-- purpose: the locks that the named sessions hold, those that somebody waits for first, then strongest first, and how many these are
-- least privilege: CONNECT
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_locks, explicit locking; locks on catalogs and on the own transaction say nothing
WITH a AS MATERIALIZED (
  SELECT l.pid, l.locktype, l.mode, l.database, l.relation, l.granted FROM pg_catalog.pg_locks l
), w AS (
  SELECT DISTINCT a.database, a.relation FROM a WHERE NOT a.granted AND a.relation IS NOT NULL
)
SELECT h.pid, h.locks, h.locktype, h.mode, h.database, h.relation_id FROM (
  SELECT l.pid, l.locktype, l.mode, coalesce(d.datname, '') AS database, coalesce(l.relation::bigint, 0) AS relation_id,
         count(*) OVER (PARTITION BY l.pid) AS locks,
         row_number() OVER (PARTITION BY l.pid ORDER BY w.relation IS NULL, array_position(ARRAY['AccessExclusiveLock', 'ExclusiveLock',
           'ShareRowExclusiveLock', 'ShareLock', 'ShareUpdateExclusiveLock', 'RowExclusiveLock', 'RowShareLock', 'AccessShareLock'], l.mode),
           l.relation) AS place
    FROM a l LEFT JOIN pg_catalog.pg_database d ON d.oid = l.database
    LEFT JOIN w ON w.database = l.database AND w.relation = l.relation
   WHERE l.granted AND l.pid = ANY (?)
     AND (l.locktype IN ('advisory', 'object') OR l.locktype = 'relation' AND l.relation >= 16384)
) h
 WHERE h.place <= 10
 ORDER BY h.pid, h.place LIMIT 1200
