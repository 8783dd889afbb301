-- purpose: since when this instance counts scans and rows; a crash or failover begins anew without a word in pg_stat_database
-- least privilege: CONNECT
-- versions: 13 to 17
-- source: PostgreSQL manual, the cumulative statistics system; counters that are thrown away begin anew together with those of the background writer
SELECT coalesce(extract(epoch FROM clock_timestamp() - greatest(d.stats_reset, b.stats_reset)), 0) AS counting_s
  FROM pg_catalog.pg_stat_database d CROSS JOIN pg_catalog.pg_stat_bgwriter b
 WHERE d.datname = current_database()
