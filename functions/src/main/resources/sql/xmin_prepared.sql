-- purpose: prepared transactions, which hold back the xmin horizon
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_prepared_xacts
SELECT 'prepared transaction' AS source, p.gid AS id, p.owner::text AS owner, p.database::text AS db, age(p.transaction) AS age_xids,
       extract(epoch FROM clock_timestamp() - p.prepared) AS held_s, 'prepared' AS detail
  FROM pg_catalog.pg_prepared_xacts p
