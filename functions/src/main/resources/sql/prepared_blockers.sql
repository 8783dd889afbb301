-- purpose: which prepared transaction a session waits for; pg_blocking_pids says 0 for all of them
-- least privilege: CONNECT
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_prepared_xacts, pg_locks (locks of prepared transactions have no pid)
SELECT DISTINCT w.pid, p.gid, p.owner::text AS owner, p.database::text AS database,
       (p.prepared AT TIME ZONE 'UTC')::text || '+00' AS prepared_at,
       extract(epoch FROM clock_timestamp() - p.prepared) AS prepared_s, age(p.transaction) AS xid_age
  FROM pg_catalog.pg_locks w
  JOIN pg_catalog.pg_locks h ON h.granted AND h.pid IS NULL AND h.locktype = w.locktype
       AND h.database IS NOT DISTINCT FROM w.database AND h.relation IS NOT DISTINCT FROM w.relation
       AND h.page IS NOT DISTINCT FROM w.page AND h.tuple IS NOT DISTINCT FROM w.tuple
       AND h.transactionid IS NOT DISTINCT FROM w.transactionid AND h.virtualxid IS NOT DISTINCT FROM w.virtualxid
       AND h.classid IS NOT DISTINCT FROM w.classid AND h.objid IS NOT DISTINCT FROM w.objid AND h.objsubid IS NOT DISTINCT FROM w.objsubid
  JOIN pg_catalog.pg_locks x ON x.granted AND x.pid IS NULL AND x.locktype = 'transactionid' AND x.virtualtransaction = h.virtualtransaction
  JOIN pg_catalog.pg_prepared_xacts p ON p.transaction = x.transactionid
 WHERE NOT w.granted AND w.pid = ANY (?)
 ORDER BY w.pid, p.gid LIMIT 100
