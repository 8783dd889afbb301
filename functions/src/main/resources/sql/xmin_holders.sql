-- purpose: who holds back the xmin horizon, oldest first
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, routine vacuuming; vacuum itself holds nothing back for others
SELECT h.source, h.id, h.owner, h.db, coalesce(h.age_xids, 0) AS age_xids, coalesce(h.held_s, 0) AS held_s, h.detail FROM (
  SELECT 'session' AS source, a.pid::text AS id, a.usename::text AS owner, a.datname::text AS db,
         greatest(age(a.backend_xmin), age(a.backend_xid)) AS age_xids,
         extract(epoch FROM clock_timestamp() - a.xact_start) AS held_s, a.state AS detail
    FROM pg_catalog.pg_stat_activity a
   WHERE (a.backend_xmin IS NOT NULL OR a.backend_xid IS NOT NULL) AND a.pid <> pg_catalog.pg_backend_pid()
     AND a.backend_type IS DISTINCT FROM 'walsender'
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_vacuum v WHERE v.pid = a.pid)
  UNION ALL
  SELECT 'replication slot', s.slot_name::text, s.plugin::text, s.database::text, greatest(age(s.xmin), age(s.catalog_xmin)), NULL,
         CASE WHEN s.active THEN 'active' ELSE 'inactive' END || CASE WHEN s.xmin IS NULL THEN ', catalog only' ELSE '' END
    FROM pg_catalog.pg_replication_slots s WHERE s.xmin IS NOT NULL OR s.catalog_xmin IS NOT NULL
  UNION ALL
  SELECT 'prepared transaction', p.gid, p.owner::text, p.database::text, age(p.transaction),
         extract(epoch FROM clock_timestamp() - p.prepared), 'prepared'
    FROM pg_catalog.pg_prepared_xacts p
  UNION ALL
  SELECT 'standby feedback', r.pid::text, r.usename::text, r.application_name, age(r.backend_xmin), NULL, host(r.client_addr)
    FROM pg_catalog.pg_stat_replication r WHERE r.backend_xmin IS NOT NULL
) h ORDER BY h.age_xids DESC NULLS LAST, h.source, h.id LIMIT 20
