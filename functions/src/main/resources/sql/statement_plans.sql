-- purpose: the plans of the few statements that became slow, the one that was captured last before the others
-- least privilege: pg_monitor
-- versions: Aurora PostgreSQL 14.10, 15.5 and newer with aurora_compute_plan_id; 42883 means that there is no such function, and nothing is known of plans
-- source: Amazon Aurora user guide, aurora_stat_plans
SELECT d.datname AS database, p.queryid, p.planid::bigint AS planid, sum(p.calls)::bigint AS calls, sum(p.total_exec_time) AS exec_ms
  FROM aurora_stat_plans(false) p
  JOIN pg_catalog.pg_database d ON d.oid = p.dbid
 WHERE p.queryid = ANY (?) AND p.planid IS NOT NULL AND p.plan_captured_time IS NOT NULL AND p.calls > 0
 GROUP BY d.datname, p.queryid, p.planid
 ORDER BY d.datname, p.queryid, max(p.plan_captured_time) DESC, p.planid LIMIT 500
