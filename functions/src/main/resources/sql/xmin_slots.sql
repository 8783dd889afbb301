-- purpose: replication slots that hold back the xmin horizon
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_replication_slots
SELECT 'replication slot' AS source, s.slot_name::text AS id, s.plugin::text AS owner, s.database::text AS db,
       greatest(age(s.xmin), age(s.catalog_xmin)) AS age_xids, NULL::numeric AS held_s,
       CASE WHEN s.active THEN 'active' ELSE 'inactive' END || CASE WHEN s.xmin IS NULL THEN ', catalog only' ELSE '' END AS detail
  FROM pg_catalog.pg_replication_slots s WHERE s.xmin IS NOT NULL OR s.catalog_xmin IS NOT NULL
