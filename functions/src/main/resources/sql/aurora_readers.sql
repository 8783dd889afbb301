-- purpose: readers whose queries hold back the writer's xmin horizon; on Aurora they do not stand in pg_stat_replication
-- least privilege: CONNECT
-- versions: Aurora PostgreSQL 13 to 17
-- source: Amazon Aurora user guide, aurora_replica_status
SELECT 'standby feedback' AS source, r.server_id::text AS id, '' AS owner, '' AS db, age(r.feedback_xmin::text::xid)::bigint AS age_xids,
       0 AS held_s, 'reader' AS detail
  FROM aurora_replica_status() r
 WHERE r.session_id <> 'MASTER_SESSION_ID' AND coalesce(r.feedback_xmin::text, '0') <> '0'
 ORDER BY age_xids DESC, 2 LIMIT 15
