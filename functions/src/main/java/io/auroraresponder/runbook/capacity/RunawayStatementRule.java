package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.SessionSql;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.WaitProfile;
import io.auroraresponder.runbook.WaitProfile.SessionLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One or two sessions run something old that carries most of the load. */
final class RunawayStatementRule implements CauseRule {
  @Override
  public Cause cause() {
    return Cause.RUNAWAY_STATEMENT;
  }

  @Override
  public Optional<Suspicion> suspect(CapacityPicture picture) {
    if (!picture.pressed() || picture.profile().isEmpty()) {
      return Optional.empty();
    }
    CapacityThresholds limits = picture.thresholds();
    List<SessionLoad> old =
        picture.profile().get().sessions().stream()
            .filter(session -> session.age().compareTo(limits.runawayAge()) >= 0)
            .limit(limits.runawaySessions())
            .toList();
    double share = old.stream().mapToDouble(SessionLoad::share).sum();
    if (old.isEmpty() || share < limits.runawayShare() || spread(picture, old.getFirst())) {
      return Optional.empty();
    }
    SessionLoad first = old.getFirst();
    Phrase says =
        Phrase.of(
                picture.name() + " is carried by {}: {} of the active load, ",
                picture.probedCount("old sessions", old.size(), old.size() == 1 ? "statement" : "statements"),
                picture.percent("share of the active load", share))
            .and("", picture.backend(first.pid()).map(backend -> SessionWords.of(picture.look(), backend))
            .orElseGet(() -> pid(picture, first)))
            .and("", Phrase.of("."));
    List<Advice> advice = new ArrayList<>();
    old.forEach(session -> picture.backend(session.pid()).ifPresent(backend -> advice.add(SessionSql.cancel(picture.look(), backend))));
    advice.add(Advice.of("Lasting: EXPLAIN it, an index or a plan for it, and a statement_timeout for its role."));
    return Optional.of(
        Suspicion.told(
            Cause.RUNAWAY_STATEMENT, Severity.CRITICAL, says, "Everybody else shares what one statement leaves.",
            advice.toArray(Advice[]::new)));
  }

  /** The same statement in more sessions than a runaway has is a slow statement, not a runaway. */
  private static boolean spread(CapacityPicture picture, SessionLoad first) {
    return first.statementId() != 0
        && picture.profile().map(WaitProfile::statements).orElse(List.of()).stream()
            .anyMatch(one -> one.statementId() == first.statementId() && one.sessions() > picture.thresholds().runawaySessions());
  }

  private static Phrase pid(CapacityPicture picture, SessionLoad session) {
    return Phrase.of("pid {}, running for {}", picture.probedCount("pid", session.pid(), ""),
        SessionWords.age(picture.look(), session.age()));
  }
}
