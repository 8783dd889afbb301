package io.auroraresponder.database;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.GuardedSql.While;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who holds a transaction open and does nothing? */
public final class IdleTransactionsCheck extends DatabaseCheck<List<Backend>> {
  private static final int SHOWN = 5;

  public IdleTransactionsCheck() {
    super(look -> look.part(Snapshot::idleInTransaction));
  }

  @Override
  public String harm() {
    return "Requests that need its locks hang, or every query slows down as rows pile up that vacuum may not remove.";
  }

  @Override
  public boolean essential() {
    return true;
  }

  /** One that nobody waits for harms what vacuum has to clean up. */
  @Override
  public Cause cause(DatabaseLook look) {
    return look.part(Snapshot::idleInTransaction).orElse(List.of()).stream().anyMatch(one -> blocks(look, one))
        ? Cause.IDLE_TRANSACTION_LEAK : Cause.HORIZON_HELD;
  }

  @Override
  List<Finding> judge(DatabaseLook look, Reading.Known<List<Backend>> known) {
    Phrase limit =
        Phrase.of(
            "{}, critical from {} where it has written or holds back vacuum by {}, or while others wait for it too long",
            DatabaseLimit.IDLE_TRANSACTION.at(look.at()), DatabaseLimit.IDLE_TRANSACTION_LONG.at(look.at()),
            DatabaseLimit.HORIZON_AGE.at(look.at()));
    List<Finding> findings = new ArrayList<>();
    List<Backend> harmless = known.value().stream().filter(session -> holdsNothing(look, session)).toList();
    for (Backend session : known.value()) {
      if (harmless.contains(session)) {
        continue;
      }
      Severity severity = severity(look, session);
      if (severity != Severity.OK && findings.size() < SHOWN) {
        findings.add(found(look.probed(), session, severity, limit));
      }
    }
    if (!harmless.isEmpty()) {
      findings.add(harmless(look.probed(), harmless, limit));
    }
    if (!findings.isEmpty()) {
      return findings;
    }
    Phrase seen =
        known.value().isEmpty()
            ? Phrase.of("no session is idle in transaction")
            : Phrase.of("{} idle in transaction, all short", look.probed().count("idle in transaction", known.value().size(), ""));
    return one(Severity.OK, seen, limit, look.at());
  }

  private static boolean blocks(DatabaseLook look, Backend session) {
    return ofThoseBehind(look, session).compareTo(Severity.WARNING) <= 0;
  }

  /** How bad the wait is for those whom it keeps waiting; nothing where that may be by design. */
  private static Severity ofThoseBehind(DatabaseLook look, Backend session) {
    return look.trees().stream()
        .filter(tree -> tree.root().pid() == session.pid() && AdvisoryQueue.of(look.probed(), tree) != AdvisoryQueue.EITHER)
        .map(tree -> BlockerTreeCheck.severity(look.probed(), tree))
        .filter(severity -> severity.compareTo(Severity.WARNING) <= 0)
        .reduce(Severity.OK, Severity::worse);
  }

  private static Severity severity(DatabaseLook look, Backend session) {
    // A snapshot that little was written since keeps vacuum from nothing.
    boolean holds = session.hasWritten() || DatabaseLimit.HORIZON_AGE.reached((double) session.xminAge());
    if (holds && DatabaseLimit.IDLE_TRANSACTION_LONG.reached(session.stateAge())) {
      return Severity.CRITICAL;
    }
    Severity byAge = DatabaseLimit.IDLE_TRANSACTION.reached(session.stateAge()) ? Severity.WARNING : Severity.OK;
    return byAge.worse(ofThoseBehind(look, session));
  }

  /** A failed transaction has given its locks and its snapshot back already: only its connection is lost. */
  private static boolean holdsNothing(DatabaseLook look, Backend session) {
    return session.state().contains("aborted") && session.xminAge() == 0 && !blocks(look, session)
        && DatabaseLimit.IDLE_TRANSACTION.reached(session.stateAge());
  }

  private Finding harmless(Probed probed, List<Backend> sessions, Phrase limit) {
    Backend oldest = sessions.stream().max(Comparator.comparing(Backend::stateAge)).orElseThrow();
    Phrase seen =
        Phrase.of(
                "{} idle in transaction (aborted), without any lock: the application swallowed an error. The first is {}",
                probed.count("aborted transactions", sessions.size(), sessions.size() == 1 ? "session stays" : "sessions stay"),
                SessionWords.of(probed, oldest))
            .and(", ", SessionWords.statement(probed, oldest));
    return finding(Severity.WARNING, seen, limit, probed.at().minus(oldest.stateAge()), SessionSql.boundIdle(probed, oldest))
        .within(oldest.database());
  }

  private Finding found(Probed probed, Backend session, Severity severity, Phrase limit) {
    boolean failed = session.state().contains("aborted");
    Phrase seen =
        SessionWords.of(probed, session)
            .and("", session.hasWritten() ? Phrase.of(", which has written") : Phrase.EMPTY)
            .and("", SessionWords.holding(probed, session))
            .and("", failed ? Phrase.of(", its application swallowed an error") : Phrase.EMPTY)
            .and(", ", SessionWords.statement(probed, session));
    return finding(
        severity, seen, limit, probed.at().minus(session.stateAge()), SessionSql.endIdle(probed, session, While.IDLE_IN_TRANSACTION),
        SessionSql.boundIdle(probed, session)).within(session.database());
  }
}
