package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.database.SessionSql;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.runbook.WaitProfile;
import io.auroraresponder.runbook.WaitProfile.SessionLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One or two sessions run something old that carries most of the work. */
final class RunawayStatementRule implements CauseRule {
  @Override
  public Optional<Suspicion> suspect(SlowQueryEvidence evidence, SlowQueryThresholds limits) {
    List<Backend> old = RunningStatementsCheck.old(evidence, limits).stream().limit(limits.runawaySessions()).toList();
    if (old.isEmpty() || !(evidence.waits(limits) instanceof Reading.Known<WaitProfile> known)
        || spread(old.getFirst(), known.value(), limits)) {
      return Optional.empty();
    }
    double share = old.stream().mapToDouble(one -> share(known.value(), one)).sum();
    return share >= limits.runawayShare() ? Optional.of(told(evidence, limits, old, share)) : Optional.empty();
  }

  private static double share(WaitProfile profile, Backend one) {
    return profile.sessions().stream().filter(load -> load.pid() == one.pid()).mapToDouble(SessionLoad::share).sum();
  }

  /** The same statement in more sessions than a runaway has is a slow statement, not a runaway. */
  private static boolean spread(Backend one, WaitProfile profile, SlowQueryThresholds limits) {
    return one.statementId() != 0
        && profile.statements().stream().anyMatch(load -> load.statementId() == one.statementId()
        && load.sessions() > limits.runawaySessions());
  }

  private static Suspicion told(SlowQueryEvidence evidence, SlowQueryThresholds limits, List<Backend> old, double share) {
    Probed probed = evidence.probed();
    Phrase says =
        Phrase.of(
                evidence.name() + " is carried by {}: {} of the work, ",
                probed.count("old statements", old.size(), old.size() == 1 ? "statement" : "statements"),
                probed.percent("share of the work", share))
            .and("", SessionWords.of(probed, old.getFirst()))
            .and("", Phrase.of("."));
    List<Advice> advice = new ArrayList<>();
    old.forEach(one -> advice.add(SessionSql.cancel(probed, one)));
    advice.add(Advice.of("Lasting: EXPLAIN it, an index or a plan for it, and a statement_timeout for its role."));
    Severity severity = SlowQueryCheck.graded(old.getFirst().statementAge(), limits.statementWarning(), limits.statementCritical());
    return new Suspicion(Cause.RUNAWAY_STATEMENT, severity, says, "Everybody else shares what one statement leaves.", advice);
  }
}
