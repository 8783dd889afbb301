-- purpose: who holds back the xmin horizon, oldest first
-- least privilege: pg_read_all_stats
-- versions: 13 to 17
-- source: PostgreSQL manual, routine vacuuming; the parts are files of their own, so that one that cannot be read costs itself alone
SELECT h.source, h.id, h.owner, h.db, coalesce(h.age_xids, 0) AS age_xids, coalesce(h.held_s, 0) AS held_s, h.detail
  FROM ({{parts}}) h ORDER BY h.age_xids DESC NULLS LAST, h.source, h.id LIMIT 20
