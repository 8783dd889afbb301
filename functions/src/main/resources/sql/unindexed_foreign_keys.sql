-- purpose: foreign keys whose columns no index leads with: every delete or key change of the parent reads the whole child table
-- least privilege: CONNECT
-- versions: 13 to 17
-- source: PostgreSQL manual, constraints, foreign keys. Columns in any order do, INCLUDE columns do not, a partial index does where it leaves out NULL alone; copies of a
-- constraint on partitions are the parent's; tables under 10,000 rows are read fast anyway
WITH fk AS MATERIALIZED (
  SELECT c.oid, c.conname, c.conrelid, c.confrelid, c.conkey, t.reltuples, t.relkind
    FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_class t ON t.oid = c.conrelid
   WHERE c.contype = 'f' AND c.conparentid = 0 AND (t.reltuples >= 10000 OR t.relkind = 'p')
), ix AS MATERIALIZED (
  SELECT x.indrelid, x.indnkeyatts, x.indpred, (string_to_array(x.indkey::text, ' ')::int2[])[1:x.indnkeyatts] AS keys
    FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
    JOIN pg_catalog.pg_am am ON am.oid = i.relam
   WHERE x.indisvalid AND x.indisready AND am.amname IN ('btree', 'hash') AND x.indrelid IN (SELECT conrelid FROM fk)
)
SELECT f.conrelid::regclass::text AS table_name, f.confrelid::regclass::text AS parent, quote_ident(f.conname) AS name,
       (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.ord) FROM unnest(f.conkey) WITH ORDINALITY k(attnum, ord)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.attnum) AS columns,
       greatest(f.reltuples, 0)::bigint AS rows, f.relkind = 'p' AS partitioned
  FROM fk f
 WHERE NOT EXISTS (
   SELECT FROM ix
    WHERE ix.indrelid = f.conrelid AND ix.indnkeyatts >= cardinality(f.conkey)
      AND ix.keys[1:cardinality(f.conkey)] @> f.conkey AND f.conkey @> ix.keys[1:cardinality(f.conkey)]
      AND (ix.indpred IS NULL
           OR (ix.indpred::text ~ '^\{NULLTEST ' AND ix.indpred::text ~ ':nulltesttype 1 '
               AND substring(ix.indpred::text FROM ':varattno ([0-9]+)')::int2 = ANY (f.conkey))))
 ORDER BY f.reltuples DESC, 1, 3 LIMIT 20
