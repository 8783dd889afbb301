-- purpose: names of relations of the connected database by their ids; read without locking them
-- least privilege: CONNECT
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_class
SELECT c.oid::bigint AS relation_id, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS relation,
       c.relkind IN ('i', 'I') AS of_index
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid IN (SELECT unnest(?)::oid)
 ORDER BY c.oid LIMIT 500
