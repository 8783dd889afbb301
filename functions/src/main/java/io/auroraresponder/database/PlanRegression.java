package io.auroraresponder.database;

import io.auroraresponder.database.WaitProfile.StatementLoad;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Plans;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One statement that carries most of the work costs several times what it used to. */
public final class PlanRegression implements CauseRule<DatabaseLook> {
  private static final String PLAN_SOURCE = "aurora_stat_plans";

  @Override
  public Cause cause() {
    return Cause.PLAN_REGRESSION;
  }

  /** By the sessions that run it now, else by the execution time of its finished calls. */
  @Override
  public Optional<Explanation> suspect(DatabaseLook look) {
    return atWork(look).or(() -> byTime(look));
  }

  private static Optional<Explanation> atWork(DatabaseLook look) {
    return look.profile()
        .flatMap(profile -> profile.statements().stream().findFirst())
        .filter(load -> DatabaseLimit.STATEMENT_SHARE.reached(load.share()))
        .flatMap(load -> StatementTrend.of(look, load).filter(StatementTrend::regressed)
            .map(trend -> told(look, trend, carries(look.probed(), load))));
  }

  private static Phrase carries(Probed probed, StatementLoad load) {
    return Phrase.of(
        "{} of the active load over {}",
        probed.percent("share of the active load", load.share(), DatabaseLimit.STATEMENT_SHARE),
        probed.count("sessions with that statement", load.sessions(), load.sessions() == 1 ? "session" : "sessions"));
  }

  private static Optional<Explanation> byTime(DatabaseLook look) {
    return look.statements().stream()
        .filter(one -> DatabaseLimit.STATEMENT_SHARE.reached(one.timeShare()))
        .flatMap(one -> StatementTrend.of(look, one).stream())
        .filter(StatementTrend::regressed)
        .findFirst()
        .map(trend -> told(look, trend, Phrase.of("{} of the execution time",
            look.probed().percent("pg_stat_statements share of the time", trend.statement().timeShare(), DatabaseLimit.STATEMENT_SHARE))));
  }

  private static Explanation told(DatabaseLook look, StatementTrend trend, Phrase carries) {
    Phrase says =
        Phrase.of(look.cluster() + " runs one statement {} times as slow as before (",
            look.probed().judged("mean time over its past", trend.mean(), "", DatabaseLimit.REGRESSION_FACTOR))
            .and("", before(look, trend.statement()))
            .and("; ", replaced(look, trend.statement()))
            .and("", Phrase.of("): "))
            .and("", carries)
            .and("", Phrase.of("."));
    return Explanation.told(
        Cause.PLAN_REGRESSION, severity(look), says, "That statement is slow, and so is everything that shares the CPU with it.",
        advice(look, trend.statement()));
  }

  /** Critical unless next to nobody is at work: then it is slower, and hardly anybody waits for it. */
  private static Severity severity(DatabaseLook look) {
    boolean felt = look.profile().map(profile -> DatabaseLimit.SESSIONS_AT_WORK.reached(profile.working())).orElse(true);
    return felt ? Severity.CRITICAL : Severity.WARNING;
  }

  /** Aurora's own proof that the plan is another one; empty where it counts no plans, or the newest is not the slow one. */
  private static Phrase replaced(DatabaseLook look, StatementDelta statement) {
    Plans plans = statement.plans();
    if (!replaced(plans)) {
      return Phrase.EMPTY;
    }
    Probed probed = look.probed();
    return Phrase.of("plan {} took {} a call, plan {}, captured last, takes {}",
        probed.word(PLAN_SOURCE + " planid", Long.toString(plans.before())),
        probed.number(PLAN_SOURCE + " mean", plans.beforeMillis(), "ms"),
        probed.word(PLAN_SOURCE + " planid", Long.toString(plans.newest())),
        probed.number(PLAN_SOURCE + " mean", plans.newestMillis(), "ms"));
  }

  /** A plan with a past gave way to one that takes several times as long. */
  private static boolean replaced(Plans plans) {
    return DatabaseLimit.PAST_CALLS.reached((double) plans.beforeCalls())
        && plans.newestMillis() >= DatabaseLimit.REGRESSION_FACTOR.value() * plans.beforeMillis();
  }

  /** The steps for a statement whose plan has changed: the index that it has lost, where that is proved, and its statistics. */
  public static List<Advice> advice(DatabaseLook look, StatementDelta statement) {
    List<Advice> steps = new ArrayList<>();
    MissingIndexAdvice.of(look, statement.statementId()).ifPresent(steps::add);
    steps.add(refresh(look.probed(), statement));
    if (replaced(statement.plans())) {
      steps.add(Queries.plans(statement.statementId(), look.probed().at()));
    }
    return List.copyOf(steps);
  }

  private static Advice refresh(Probed probed, StatementDelta statement) {
    Fact id = probed.word("query id", Long.toString(statement.statementId()));
    String table = statement.filter().written();
    boolean proven = replaced(statement.plans());
    return table.isEmpty()
        ? Queries.statement((proven ? "Its plan has changed" : "Its plan has likely changed")
        + ". Read it, ANALYZE its tables, then EXPLAIN it and look for a lost or missing "
        + "index",
            statement.statementId(), probed.at())
        : new Advice(
            Phrase.of("Statement {} has " + (proven ? "" : "likely ")
            + "changed its plan. Refresh the statistics of its table, then EXPLAIN "
            + "it and "
                + "look for a lost or missing index:", id),
            Phrase.of("ANALYZE (VERBOSE) {#};", probed.name("table of the statement", table)), statement.database());
  }

  private static Phrase before(DatabaseLook look, StatementDelta statement) {
    return look
        .healthy(statement)
        .map(
            then -> {
              String source = "healthy look of " + then.member() + " pg_stat_statements mean";
              return Phrase.of(
                  "mean {} when it was last healthy, {}", Fact.of(source, then.at(), then.meanMillis(), "ms"),
                  Fact.word(source, then.at(), then.at().truncatedTo(ChronoUnit.MINUTES).toString()));
            })
        .orElseGet(() -> Phrase.of("mean {} before",
            look.probed().number("pg_stat_statements mean before", statement.baselineMeanMillis(), "ms")));
  }
}
