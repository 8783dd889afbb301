-- purpose: roles and databases with a limit of their own of which 80 % or more is used; they raise 53300 too. Sessions are counted only where
-- there is such a limit
-- least privilege: CONNECT
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_roles, pg_database
SELECT 'role' AS kind, r.rolname AS name, r.rolconnlimit AS conn_limit, n.used
  FROM pg_catalog.pg_roles r
 CROSS JOIN LATERAL (SELECT count(*) AS used FROM pg_catalog.pg_stat_activity a WHERE a.usesysid = r.oid) n
 WHERE r.rolconnlimit >= 0 AND n.used >= 0.8 * r.rolconnlimit AND n.used > 0
UNION ALL
SELECT 'database', d.datname, d.datconnlimit, n.used
  FROM pg_catalog.pg_database d
 CROSS JOIN LATERAL (SELECT count(*) AS used FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid) n
 WHERE d.datconnlimit >= 0 AND n.used >= 0.8 * d.datconnlimit AND n.used > 0
 ORDER BY 1, 2 LIMIT 50
