-- purpose: indexes whose work another index of the same table does as well: the same columns, or the first of them
-- least privilege: CONNECT
-- versions: 13 to 17; where in the source an expression stood is part of its stored form until 16, so it is cut out
-- source: PostgreSQL manual, multicolumn indexes, pg_index. Never named: unique ones and those that a constraint or replication rests on. Definitions are compared as
-- they are stored, since printing them locks the table
WITH ix AS MATERIALIZED (
  SELECT x.indexrelid, x.indrelid, x.indisunique, x.indisprimary, x.indisreplident, x.indnkeyatts, i.relam, i.relpages, i.relkind,
         (string_to_array(x.indkey::text, ' '))[1:x.indnkeyatts] AS keys,
         (string_to_array(x.indclass::text, ' '))[1:x.indnkeyatts] AS opclasses,
         (string_to_array(x.indcollation::text, ' '))[1:x.indnkeyatts] AS collations,
         (string_to_array(x.indoption::text, ' '))[1:x.indnkeyatts] AS options,
         (string_to_array(x.indkey::text, ' '))[x.indnkeyatts + 1 : x.indnatts] AS included,
         coalesce(regexp_replace(x.indexprs::text, ':location -?[0-9]+', '', 'g'), '') AS expressions,
         coalesce(regexp_replace(x.indpred::text, ':location -?[0-9]+', '', 'g'), '') AS predicate
    FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
   WHERE x.indisvalid AND NOT x.indisexclusion AND NOT i.relispartition
     AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_)'
)
SELECT d.indexrelid::regclass::text AS name, d.indrelid::regclass::text AS table_name, k.indexrelid::regclass::text AS covered_by,
       d.keys = k.keys AND d.included = k.included AS twin, d.relkind = 'I' AS partitioned,
       d.relpages::bigint * current_setting('block_size')::bigint AS bytes
  FROM ix d
  JOIN ix k ON k.indrelid = d.indrelid AND k.indexrelid <> d.indexrelid AND k.relam = d.relam
   AND k.predicate = d.predicate AND k.expressions = d.expressions
   AND d.indnkeyatts <= k.indnkeyatts
   AND k.keys[1:d.indnkeyatts] = d.keys AND k.opclasses[1:d.indnkeyatts] = d.opclasses
   AND k.collations[1:d.indnkeyatts] = d.collations AND k.options[1:d.indnkeyatts] = d.options
   AND (d.indnkeyatts = k.indnkeyatts OR '0' <> ALL (k.keys))
   AND d.included <@ (k.keys || k.included)
  JOIN pg_catalog.pg_am am ON am.oid = d.relam AND (am.amname = 'btree' OR d.indnkeyatts = k.indnkeyatts)
 WHERE NOT d.indisunique AND NOT d.indisprimary AND NOT d.indisreplident
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conindid = d.indexrelid)
   -- Of two twins one is named: the one that is not unique, else the younger.
   AND (d.keys <> k.keys OR d.included <> k.included OR k.indisunique OR d.indexrelid > k.indexrelid)
 ORDER BY 6 DESC, 1, 3 LIMIT 40
