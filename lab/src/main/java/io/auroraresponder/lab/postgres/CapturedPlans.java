package io.auroraresponder.lab.postgres;

import java.util.List;

/**
 * Aurora's {@code aurora_stat_plans} for a server that has no such function (Aurora User Guide, aurora_stat_plans): one row for every plan
 * of a statement, with the calls and the time of {@code pg_stat_statements} that belong to it. PostgreSQL does not tell when a plan
 * changes, so the incident says it: {@code SELECT lab.new_plan('SELECT count(*) FROM seats%')} gives the statements of that text a plan
 * of their own from then on.
 */
public final class CapturedPlans {
  /** Run as superuser in a database that has pg_stat_statements. */
  public static final List<String> SETUP =
      List.of(
          "CREATE SCHEMA lab",
          "CREATE TABLE lab.plan (queryid bigint, planid bigint, captured timestamptz, calls bigint, ms float8)",
          "CREATE FUNCTION lab.plan_id(queryid bigint, number bigint) RETURNS bigint LANGUAGE sql IMMUTABLE "
              + "AS $$ SELECT abs(hashtextextended(queryid || ' ' || number, 0)) % 2147483647 $$",
          """
          CREATE FUNCTION lab.new_plan(written text) RETURNS void LANGUAGE sql AS $$
            INSERT INTO lab.plan
            SELECT s.queryid, lab.plan_id(s.queryid, 1 + (SELECT count(*) FROM lab.plan p WHERE p.queryid = s.queryid)), clock_timestamp(),
                   sum(s.calls), sum(s.total_exec_time)
              FROM public.pg_stat_statements s WHERE s.query LIKE written GROUP BY s.queryid
          $$""",
          """
          CREATE FUNCTION pg_catalog.aurora_stat_plans(showtext boolean)
          RETURNS TABLE (dbid oid, queryid bigint, query text, calls bigint, total_exec_time float8, planid bigint, explain_plan text,
                         plan_type text, plan_captured_time timestamptz)
          LANGUAGE sql SECURITY DEFINER AS $$
            WITH s AS (SELECT s.dbid, s.queryid, min(s.query) AS query, sum(s.calls)::bigint AS calls, sum(s.total_exec_time) AS ms,
                              min(s.stats_since) AS since
                         FROM public.pg_stat_statements s GROUP BY s.dbid, s.queryid),
                 p AS (SELECT s.queryid, lab.plan_id(s.queryid, 0) AS planid, s.since AS captured, 0::bigint AS calls, 0::float8 AS ms
                         FROM s
                       UNION ALL SELECT p.queryid, p.planid, p.captured, p.calls, p.ms FROM lab.plan p)
            SELECT s.dbid, s.queryid, CASE WHEN showtext THEN s.query END,
                   greatest(0, coalesce(lead(p.calls) OVER w, s.calls) - p.calls), coalesce(lead(p.ms) OVER w, s.ms) - p.ms,
                   p.planid, NULL::text, 'no plan', p.captured
              FROM s JOIN p USING (queryid) WINDOW w AS (PARTITION BY s.dbid, s.queryid ORDER BY p.captured)
          $$""");

  private CapturedPlans() {}
}
