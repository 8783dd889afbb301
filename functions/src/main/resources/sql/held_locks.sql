-- purpose: the locks that the named sessions hold, strongest first, and how many these are
-- least privilege: CONNECT
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_locks, explicit locking; locks on catalogs and on the own transaction say nothing
SELECT h.pid, h.locks, h.locktype, h.mode, h.database, h.relation_id FROM (
  SELECT l.pid, l.locktype, l.mode, coalesce(d.datname, '') AS database, coalesce(l.relation::bigint, 0) AS relation_id,
         count(*) OVER (PARTITION BY l.pid) AS locks,
         row_number() OVER (PARTITION BY l.pid ORDER BY array_position(ARRAY['AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock',
           'ShareLock', 'ShareUpdateExclusiveLock', 'RowExclusiveLock', 'RowShareLock', 'AccessShareLock'], l.mode), l.relation) AS place
    FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_database d ON d.oid = l.database
   WHERE l.granted AND l.pid = ANY (?)
     AND (l.locktype IN ('advisory', 'object') OR l.locktype = 'relation' AND l.relation >= 16384)
) h
 WHERE h.place <= 10
 ORDER BY h.pid, h.place LIMIT 1200
