-- purpose: indexes that this instance has not read since it counts; a partitioned one only where no partition's part was read
-- least privilege: CONNECT
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_stat_all_indexes. Left out: what a constraint, a unique check or replication rests on (those do not count as scans), and what is under 1 MiB
WITH RECURSIVE tree AS (
  SELECT x.indexrelid AS root, x.indexrelid AS leaf
    FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
   WHERE x.indisvalid AND NOT x.indisunique AND NOT x.indisprimary AND NOT x.indisexclusion AND NOT x.indisreplident
     AND NOT i.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_)'
     AND (i.relkind = 'I' OR i.relpages >= 128)
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = x.indexrelid)
  UNION ALL
  SELECT t.root, h.inhrelid FROM tree t JOIN pg_catalog.pg_inherits h ON h.inhparent = t.leaf
), used AS (
  SELECT t.root, coalesce(sum(pg_catalog.pg_stat_get_numscans(t.leaf)), 0) AS scans, sum(l.relpages)::bigint AS pages
    FROM tree t JOIN pg_catalog.pg_class l ON l.oid = t.leaf GROUP BY t.root
)
SELECT u.root::regclass::text AS name, x.indrelid::regclass::text AS table_name, i.relkind = 'I' AS partitioned,
       u.pages * current_setting('block_size')::bigint AS bytes
  FROM used u JOIN pg_catalog.pg_index x ON x.indexrelid = u.root JOIN pg_catalog.pg_class i ON i.oid = u.root
 WHERE u.scans = 0 AND u.pages >= 128
 ORDER BY 4 DESC, 1 LIMIT 20
