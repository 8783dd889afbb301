-- purpose: roles and databases with a limit of their own of which 80 % or more is used; they raise 53300 too
-- least privilege: CONNECT
-- versions: 13 to 17
-- source: PostgreSQL manual, pg_roles, pg_database
SELECT 'role' AS kind, r.rolname AS name, r.rolconnlimit AS conn_limit, count(a.pid) AS used
  FROM pg_catalog.pg_roles r JOIN pg_catalog.pg_stat_activity a ON a.usesysid = r.oid
 WHERE r.rolconnlimit >= 0 GROUP BY 2, 3 HAVING count(a.pid) >= 0.8 * r.rolconnlimit
UNION ALL
SELECT 'database', d.datname, d.datconnlimit, count(a.pid)
  FROM pg_catalog.pg_database d JOIN pg_catalog.pg_stat_activity a ON a.datid = d.oid
 WHERE d.datconnlimit >= 0 GROUP BY 2, 3 HAVING count(a.pid) >= 0.8 * d.datconnlimit
 ORDER BY 1, 2 LIMIT 50
