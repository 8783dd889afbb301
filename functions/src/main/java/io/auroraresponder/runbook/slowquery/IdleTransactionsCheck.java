package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.database.SessionSql;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.GuardedSql.While;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.runbook.CheckResult;
import java.util.ArrayList;
import java.util.List;

/** Who holds a transaction open and does nothing? */
final class IdleTransactionsCheck extends SlowQueryCheck<List<Backend>> {
  private static final int SHOWN = 5;

  IdleTransactionsCheck(SlowQueryThresholds limits) {
    super(limits, (evidence, unused) -> evidence.seen(Snapshot::idleInTransaction));
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<List<Backend>> known) {
    Phrase limit =
        Phrase.of(
            "{}, critical from {} or while others wait for it",
            limit(evidence, "idleWarning", limits().idleWarning()),
            limit(evidence, "idleCritical", limits().idleCritical()));
    List<Finding> findings = new ArrayList<>();
    for (Backend one : known.value()) {
      Severity severity = severity(evidence, one);
      if (severity != Severity.OK && findings.size() < SHOWN) {
        findings.add(found(evidence, one, severity, limit));
      }
    }
    if (!findings.isEmpty()) {
      return new CheckResult.Found(id(), findings);
    }
    Phrase seen =
        known.value().isEmpty()
            ? Phrase.of("nobody is idle in transaction")
            : Phrase.of("{} idle in transaction, all short", evidence.probed().count("idle in transaction", known.value().size(), ""));
    return result(Severity.OK, seen, limit, evidence.probed().at());
  }

  private Severity severity(SlowQueryEvidence evidence, Backend one) {
    boolean blocks =
        evidence.trees().stream()
            .anyMatch(tree -> tree.root().pid() == one.pid() && BlockerTreeCheck.severity(limits(), tree) != Severity.OK);
    return blocks ? Severity.CRITICAL : graded(one.stateAge(), limits().idleWarning(), limits().idleCritical());
  }

  /** The last statement is often not the one that took the lock, so it is called that and nothing more. */
  private Finding found(SlowQueryEvidence evidence, Backend one, Severity severity, Phrase limit) {
    Probed probed = evidence.probed();
    boolean failed = one.state().contains("aborted");
    Phrase seen =
        SessionWords.of(probed, one)
            .and("", one.hasWritten() ? Phrase.of(", has written") : Phrase.EMPTY)
            .and("", failed ? Phrase.of(", its application swallowed an error") : Phrase.EMPTY)
            .and(", last statement: ", StatementWords.of(probed, one.statement()));
    Advice lasting =
        new Advice(
            Phrase.of("Lasting: bound idle transactions for the application's role, and call nothing remote inside a transaction:"),
            Phrase.of("ALTER ROLE <application role> SET idle_in_transaction_session_timeout = '{#}s';",
            limit(evidence, "idleWarning", limits().idleWarning())));
    return finding(
        severity, seen, limit, probed.at().minus(one.stateAge()), SessionSql.endIdle(probed, one, While.IDLE_IN_TRANSACTION), lasting);
  }
}
