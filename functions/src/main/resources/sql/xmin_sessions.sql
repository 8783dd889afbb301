-- purpose: sessions that hold back the xmin horizon
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, routine vacuuming; vacuum itself holds nothing back for others
SELECT 'session' AS source, a.pid::text AS id, a.usename::text AS owner, a.datname::text AS db,
       greatest(age(a.backend_xmin), age(a.backend_xid)) AS age_xids,
       extract(epoch FROM clock_timestamp() - a.xact_start) AS held_s, a.state AS detail
  FROM pg_catalog.pg_stat_activity a
 WHERE (a.backend_xmin IS NOT NULL OR a.backend_xid IS NOT NULL) AND a.pid <> pg_catalog.pg_backend_pid()
   AND a.backend_type IS DISTINCT FROM 'walsender'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_vacuum v WHERE v.pid = a.pid)
