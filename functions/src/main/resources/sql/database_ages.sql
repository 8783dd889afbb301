-- purpose: how far each database is from transaction id and multixact wraparound
-- least privilege: CONNECT
-- versions: 13 to 17
-- source: PostgreSQL manual, routine vacuuming; databases that take no connections count too
SELECT quote_ident(d.datname) AS name, age(d.datfrozenxid) AS xid_age, mxid_age(d.datminmxid) AS mxid_age, NULL::bigint AS bytes, false AS vacuuming
  FROM pg_catalog.pg_database d
 ORDER BY greatest(age(d.datfrozenxid), mxid_age(d.datminmxid)) DESC, 1 LIMIT 5
