package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.Probed;
import io.auroraresponder.database.RunawayStatement;
import io.auroraresponder.database.SessionSql;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.database.StatementWords;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.runbook.CheckResult;
import java.util.Comparator;
import java.util.List;

/** What has been executing for too long? Those that wait for a lock are another check's, maintenance is listed apart. */
final class RunningStatementsCheck extends SlowQueryCheck<List<Backend>> {
  private static final int SHOWN = 5;

  RunningStatementsCheck() {
    super(evidence -> evidence.seen(Snapshot::running));
  }

  @Override
  public String harm() {
    return "It takes CPU and memory from all other statements, and holds back vacuum for as long as it runs.";
  }

  @Override
  public Weight weight() {
    return Weight.ESSENTIAL;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<List<Backend>> known) {
    Phrase limit =
        Phrase.of(
            "{}, critical from {}",
            DatabaseLimit.STATEMENT_AGE.at(evidence.at()),
            DatabaseLimit.STATEMENT_AGE_LONG.at(evidence.at()));
    List<Backend> old = old(evidence);
    if (!old.isEmpty()) {
      // Beside other work a statement is a cause only where it runs away for good; that it carries the load is for its rule to prove.
      boolean lost = DatabaseLimit.STATEMENT_AGE_LONG.reached(old.getFirst().statementAge());
      return new CheckResult.Found(
          id(), old.stream().limit(SHOWN).map(one -> found(evidence, known.value(), one, limit)).toList(),
          lost ? Cause.RUNAWAY_STATEMENT : Cause.NONE);
    }
    return result(Severity.OK, young(evidence, known.value()), limit, evidence.probed().at());
  }

  private static Phrase young(SlowQueryEvidence evidence, List<Backend> running) {
    return running.stream()
        .filter(one -> atWork(evidence, one))
        .max(Comparator.comparing(Backend::statementAge))
        .map(one -> Phrase.of("oldest statement runs for {}", SessionWords.age(evidence.probed(), one.statementAge())))
        .orElseGet(() -> Phrase.of("no statement is running"));
  }

  /** Statements at work for longer than the limit, oldest first; a parallel worker stands with its leader. */
  static List<Backend> old(SlowQueryEvidence evidence) {
    return evidence.seen(Snapshot::running).orElse(List.of()).stream()
        .filter(one -> atWork(evidence, one))
        .filter(one -> DatabaseLimit.STATEMENT_AGE.reached(one.statementAge()))
        .sorted(Comparator.comparing(Backend::statementAge).reversed())
        .toList();
  }

  private static boolean atWork(SlowQueryEvidence evidence, Backend one) {
    return one.leaderPid() == 0 && !one.waitEventType().equals("Lock") && !waitsForItsClient(one) && !asleep(one)
        && !evidence.database().maintenancePids().contains(one.pid());
  }

  /** It is done with its work and waits until its client reads the rows: no plan or index makes it faster. */
  private static boolean waitsForItsClient(Backend one) {
    return one.waitEventType().equals("Client");
  }

  /** Keep-alives and pollers sleep on purpose for hours: no load, and where one holds something, Horizon and BlockerTree say so. */
  private static boolean asleep(Backend one) {
    return one.waitEventType().equals("Timeout") && one.waitEvent().equals("PgSleep");
  }

  private Finding found(SlowQueryEvidence evidence, List<Backend> running, Backend one, Phrase limit) {
    Probed probed = evidence.probed();
    long workers = running.stream().filter(other -> other.leaderPid() == one.pid()).count();
    Phrase seen =
        SessionWords.of(probed, one)
            .and(", ", workers == 0 ? Phrase.EMPTY : Phrase.of("{} parallel workers",
            probed.count("parallel workers of pid " + one.pid(), workers, "")))
            .and(", waits on ", waiting(probed, one))
            .and("", SessionWords.holding(probed, one))
            .and(": ", StatementWords.of(probed, one.statement()));
    return finding(
        DatabaseLimit.STATEMENT_AGE_LONG.reached(one.statementAge()) ? Severity.CRITICAL : Severity.WARNING, seen, limit,
        probed.at().minus(one.statementAge()), SessionSql.cancel(probed, one),
        RunawayStatement.LASTING).within(one.database());
  }

  private static Phrase waiting(Probed probed, Backend one) {
    return one.waitEventType().isBlank()
        ? Phrase.EMPTY
        : Phrase.of("{}", probed.word("wait event of pid " + one.pid(), one.waitEventType() + ":" + one.waitEvent()));
  }
}
