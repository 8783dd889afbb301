package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.StatementWords;
import io.auroraresponder.database.WaitProfile;
import io.auroraresponder.database.WaitProfile.SessionLoad;
import io.auroraresponder.database.WaitProfile.StatementLoad;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import io.auroraresponder.runbook.CheckResult;
import java.util.Set;

/** Does one statement or one session carry most of the load? */
final class TopLoadCheck extends PictureCheck {
  @Override
  public Set<String> judges() {
    return Set.of(Metric.DB_LOAD.cloudWatchName(), Metric.DB_LOAD_CPU.cloudWatchName(), Metric.DB_LOAD_WAITS.cloudWatchName());
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    if (picture.profile().isEmpty()) {
      return open(picture, "too few wait samples to attribute the load");
    }
    WaitProfile profile = picture.profile().get();
    Phrase limit = Phrase.of("{} of the active load", CapacityLimit.SINGLE_SHARE.at(picture.evidence().at()));
    if (profile.sessions().isEmpty()) {
      return judged(false, Severity.OK, Phrase.of("no session is active"), limit, picture.probedAt());
    }
    SessionLoad session = profile.sessions().getFirst();
    Phrase seen = Phrase.of("top session {}", picture.percent("share of the busiest session", session.share(), CapacityLimit.SINGLE_SHARE));
    double share = session.share();
    if (!profile.statements().isEmpty()) {
      StatementLoad statement = profile.statements().getFirst();
      seen = seen.and(", ", statement(picture, statement));
      share = Math.max(share, statement.share());
    }
    boolean bad = share > CapacityLimit.SINGLE_SHARE.value() && picture.pressed();
    return judged(bad, Severity.WARNING, seen, limit, picture.probedAt());
  }

  private static Phrase statement(CapacityPicture picture, StatementLoad load) {
    Phrase base =
        Phrase.of(
            "top statement {} in {}",
            picture.percent("share of the busiest statement", load.share(), CapacityLimit.SINGLE_SHARE),
            picture.probedCount("sessions with that statement", load.sessions(), load.sessions() == 1 ? "session" : "sessions"));
    String text = picture.database().statement(load.statementId()).map(StatementDelta::statement).orElse("");
    return base.and(": ", StatementWords.of(picture.evidence().probed(), text));
  }
}
