-- purpose: how much of its range each sequence has used that ends below the range of bigint, by itself or by its column's type
-- least privilege: SELECT or USAGE on the sequence (those that may not be read are counted)
-- versions: 13 to 17
-- source: PostgreSQL manual, CREATE SEQUENCE. Reading a sequence locks it until the statement ends: those with a lock in the way are left out and counted, and no more than 200
-- are read, of the largest tables, so that the server's lock table keeps its room
WITH held AS MATERIALIZED (
  SELECT DISTINCT l.relation FROM pg_catalog.pg_locks l
   WHERE l.locktype = 'relation' AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
     AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
), s AS MATERIALIZED (
  SELECT q.seqrelid, t.oid AS table_oid, quote_ident(a.attname) AS column_name, q.seqmin,
         least(q.seqmax, CASE a.atttypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647 ELSE q.seqmax END) AS ceiling,
         has_sequence_privilege(q.seqrelid, 'SELECT, USAGE') AS readable, q.seqrelid IN (SELECT relation FROM held) AS locked, t.reltuples
    FROM pg_catalog.pg_sequence q
    JOIN pg_catalog.pg_class c ON c.oid = q.seqrelid
    LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = q.seqrelid AND d.objsubid = 0
          AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
    LEFT JOIN pg_catalog.pg_class t ON t.oid = d.refobjid
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
   WHERE q.seqincrement > 0 AND NOT q.seqcycle AND c.relpersistence <> 't'
     AND NOT (c.relpersistence = 'u' AND pg_catalog.pg_is_in_recovery())
), short AS MATERIALIZED (
  SELECT s.*, count(*) FILTER (WHERE NOT s.readable) OVER () AS hidden, count(*) FILTER (WHERE s.readable AND s.locked) OVER () AS skipped,
         row_number() OVER (ORDER BY s.readable AND NOT s.locked DESC, s.ceiling, s.reltuples DESC NULLS LAST, s.seqrelid) AS place
    FROM s WHERE s.ceiling < 4611686018427387904
), r AS MATERIALIZED (
  SELECT short.*, CASE WHEN short.readable AND NOT short.locked AND short.place <= 200 THEN pg_catalog.pg_sequence_last_value(short.seqrelid) END AS last_value
    FROM short
)
SELECT r.seqrelid::regclass::text AS name, coalesce(r.table_oid::regclass::text, '') AS table_name, coalesce(r.column_name, '') AS column_name,
       coalesce(r.last_value, r.seqmin) AS last_value, r.ceiling,
       coalesce((r.last_value::float8 - r.seqmin) / nullif(r.ceiling::float8 - r.seqmin, 0), 0) AS used,
       r.hidden, r.skipped + greatest(count(*) FILTER (WHERE r.readable AND NOT r.locked) OVER () - 200, 0) AS left_out
  FROM r
 ORDER BY used DESC, 1 LIMIT 10
