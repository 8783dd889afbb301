-- purpose: standbys whose feedback holds back the xmin horizon
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_stat_replication
SELECT 'standby feedback' AS source, r.pid::text AS id, r.usename::text AS owner, r.application_name AS db, age(r.backend_xmin) AS age_xids,
       NULL::numeric AS held_s, host(r.client_addr) AS detail
  FROM pg_catalog.pg_stat_replication r WHERE r.backend_xmin IS NOT NULL
