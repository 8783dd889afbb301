package io.auroraresponder.database;

import io.auroraresponder.database.WaitProfile.SessionLoad;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One or two sessions run something old that carries most of the work. */
public final class RunawayStatement implements CauseRule<DatabaseLook> {
  /** What lasts against a statement that runs too long. */
  public static final Advice LASTING = Advice.of(
      "For good: EXPLAIN it, add an index or fix its plan, and set a statement_timeout for its role.");

  @Override
  public Cause cause() {
    return Cause.RUNAWAY_STATEMENT;
  }

  @Override
  public Optional<Explanation> suspect(DatabaseLook look) {
    return look.profile().flatMap(profile -> suspect(look, profile));
  }

  private static Optional<Explanation> suspect(DatabaseLook look, WaitProfile profile) {
    List<SessionLoad> old = old(profile);
    double share = old.stream().mapToDouble(SessionLoad::share).sum();
    if (old.isEmpty() || !DatabaseLimit.RUNAWAY_SHARE.reached(share) || spread(profile, old.getFirst())) {
      return Optional.empty();
    }
    return Optional.of(told(look, profile, old, share));
  }

  /** The largest parts of the load that have run for long, as many as a runaway has. */
  static List<SessionLoad> old(WaitProfile profile) {
    return profile.sessions().stream()
        .filter(session -> DatabaseLimit.STATEMENT_AGE.reached(session.age()))
        .limit(DatabaseLimit.RUNAWAY_SESSIONS.count())
        .toList();
  }

  /** The same statement in more sessions than a runaway has is a slow statement, not a runaway. */
  private static boolean spread(WaitProfile profile, SessionLoad first) {
    return first.statementId() != 0
        && profile.statements().stream()
            .anyMatch(one -> one.statementId() == first.statementId() && one.sessions() > DatabaseLimit.RUNAWAY_SESSIONS.value());
  }

  private static Explanation told(DatabaseLook look, WaitProfile profile, List<SessionLoad> old, double share) {
    Probed probed = look.probed();
    SessionLoad first = old.getFirst();
    Phrase says =
        Phrase.of(
                look.cluster() + " is slowed by {}: {} of the active load, of ",
                probed.count("old statements", old.size(), old.size() == 1 ? "statement" : "statements"),
                probed.percent("share of the active load", share, DatabaseLimit.RUNAWAY_SHARE))
            .and("", look.running(first.pid()).map(backend -> SessionWords.of(probed, backend)).orElseGet(() -> pid(probed, first)))
            .and("", Phrase.of("."));
    List<Advice> advice = new ArrayList<>();
    old.forEach(session -> look.running(session.pid()).ifPresent(backend -> advice.add(SessionSql.cancel(probed, backend))));
    advice.add(LASTING);
    return Explanation.told(
        Cause.RUNAWAY_STATEMENT, severity(look, profile, old, share), 1, says, "All other sessions get only the remaining CPU.", advice);
  }

  /**
   * Critical where others work beside it and all of them want more CPU than there is, or it has run for too long whoever is there; alone,
   * or with CPU to spare, it takes what nobody else asks for.
   */
  private static Severity severity(DatabaseLook look, WaitProfile profile, List<SessionLoad> old, double share) {
    boolean others = DatabaseLimit.SESSIONS_AT_WORK.reached(profile.working() * (1 - share)) && profile.working() >= look.atLeastOneVcpu();
    boolean tooLong = old.stream().anyMatch(session -> DatabaseLimit.STATEMENT_AGE_LONG.reached(session.age()));
    return others || tooLong ? Severity.CRITICAL : Severity.WARNING;
  }

  private static Phrase pid(Probed probed, SessionLoad session) {
    return Phrase.of("pid {}, running for {}", probed.count("pid", session.pid(), ""), SessionWords.age(probed, session.age()));
  }
}
