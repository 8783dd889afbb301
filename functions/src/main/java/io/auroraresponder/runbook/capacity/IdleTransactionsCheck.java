package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.SessionWords;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.runbook.CheckResult;
import java.util.Comparator;
import java.util.List;

/** Does anybody hold a transaction open and do nothing? */
final class IdleTransactionsCheck extends PictureCheck {
  IdleTransactionsCheck(CapacityThresholds thresholds) {
    super(thresholds);
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    return switch (picture.evidence().seen(Snapshot::idleInTransaction)) {
      case Reading.Unavailable<List<Backend>> gap -> open(picture, gap);
      case Reading.Known<List<Backend>> known -> judge(picture, known.value());
    };
  }

  private CheckResult judge(CapacityPicture picture, List<Backend> sessions) {
    CapacityThresholds limits = picture.thresholds();
    Phrase limit = Phrase.of("{} idle in transaction",
        CapacityThresholds.limit("idleTransactionAge", picture.evidence().at(), limits.idleTransactionAge()));
    List<Backend> old = sessions.stream().filter(one -> one.stateAge().compareTo(limits.idleTransactionAge()) >= 0).toList();
    if (old.isEmpty()) {
      Phrase none = sessions.isEmpty() ? Phrase.of("none")
          : Phrase.of("{}, all short", picture.probedCount("idle in transaction", sessions.size(), ""));
      return judged(false, Severity.OK, none, limit, picture.probedAt());
    }
    Backend oldest = old.stream().max(Comparator.comparing(Backend::stateAge)).orElseThrow();
    Phrase seen =
        Phrase.of("{} idle in transaction, oldest ", picture
        .probedCount("long idle in transaction", old.size(), old.size() == 1 ? "session" : "sessions"))
            .and("", SessionWords.of(picture.look(), oldest));
    return judged(true, Severity.WARNING, seen, limit, picture.probedAt().minus(oldest.stateAge()));
  }
}
