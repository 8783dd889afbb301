package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.Probed;
import io.auroraresponder.database.Queries;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.GuardedSql;
import io.auroraresponder.probe.GuardedSql.While;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.XminHolder;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who keeps vacuum from cleaning up? */
final class HorizonCheck extends SlowQueryCheck<List<XminHolder>> {
  private static final int SHOWN = 3;
  private static final String LET_FINISH = "It is autovacuum: let it finish.";

  HorizonCheck() {
    super(evidence -> evidence.seen(Snapshot::horizon));
  }

  @Override
  public String harm() {
    return "Rows pile up that vacuum may not remove, so every query on changed tables becomes slower.";
  }

  @Override
  public Cause cause() {
    return Cause.HORIZON_HELD;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<List<XminHolder>> known) {
    Phrase limit =
        Phrase.of(
            "{} or held for {}, critical from {}",
            DatabaseLimit.HORIZON_AGE.at(evidence.at()),
            SlowQueryLimit.HORIZON_HELD.at(evidence.at()),
            SlowQueryLimit.HORIZON_AGE_LONG.at(evidence.at()));
    List<Finding> findings =
        known.value().stream().filter(one -> severity(evidence, one) != Severity.OK).limit(SHOWN).map(one -> found(evidence, one, limit))
        .toList();
    if (!findings.isEmpty()) {
      return new CheckResult.Found(id(), findings);
    }
    Phrase seen =
        known.value().isEmpty()
            ? Phrase.of("nothing holds back vacuum")
            : Phrase.of(
                "oldest holder {} old",
                evidence.probed().count("age of the oldest xmin", known.value().getFirst().ageTransactions(), "transactions"));
    return result(Severity.OK, seen, limit, evidence.probed().at());
  }

  private Severity severity(SlowQueryEvidence evidence, XminHolder holder) {
    Severity byAge = graded((double) holder.ageTransactions(), DatabaseLimit.HORIZON_AGE, SlowQueryLimit.HORIZON_AGE_LONG);
    boolean longHeld = SlowQueryLimit.HORIZON_HELD.reached(holder.held());
    // Where nothing was written since, vacuum has nothing to wait for; but nobody uses a transaction that is idle for so long.
    boolean harms = (holder.ageTransactions() > 0 && !follows(evidence, holder)) || holder.detail().startsWith("idle in transaction");
    return longHeld ? byAge.worse(harms ? Severity.WARNING : Severity.INFO) : byAge;
  }

  /** Waits for an advisory lock, as the followers of an elected leader do for days: its age alone says whether that does harm. */
  private static boolean follows(SlowQueryEvidence evidence, XminHolder holder) {
    return backend(evidence, holder).filter(one -> one.waitEventType().equals("Lock") && one.waitEvent().equals("advisory")).isPresent();
  }

  private Finding found(SlowQueryEvidence evidence, XminHolder holder, Phrase limit) {
    Probed probed = evidence.probed();
    Phrase who = who(evidence, holder);
    Phrase held = holder.held().isZero() ? Phrase.EMPTY : Phrase.of("for {}", SessionWords.age(probed, holder.held()));
    Phrase seen =
        holder.ageTransactions() == 0
            ? who.and(" ", Phrase.of("has held the horizon of vacuum")).and(" ", held)
                .and("", Phrase.of("; nothing was written since, so it holds back nothing yet"))
            : who.and(" ", Phrase.of("holds back vacuum by {}",
                probed.count("age of its xmin", holder.ageTransactions(), "transactions")))
                .and(" ", held);
    seen = seen.and("", backend(evidence, holder)
        .map(one -> SessionWords.holding(probed, one).and("; ", SessionWords.statement(probed, one))).orElse(Phrase.EMPTY));
    Severity severity = severity(evidence, holder);
    Advice[] advice = severity == Severity.INFO ? new Advice[0] : advice(evidence, holder).toArray(Advice[]::new);
    return finding(severity, seen, limit, probed.at().minus(holder.held()), advice).within(holder.database());
  }

  /** A session as everywhere; slots and prepared transactions have a name alone. */
  private static Phrase who(SlowQueryEvidence evidence, XminHolder holder) {
    Probed probed = evidence.probed();
    Phrase named = Phrase.of("{} {}", Phrase.of(holder.source()), probed.word("xmin holder", holder.id()));
    return holder.source().equals("session")
        ? backend(evidence, holder).map(one -> SessionWords.of(probed, one)).orElse(named)
        : named;
  }

  private static List<Advice> advice(SlowQueryEvidence evidence, XminHolder holder) {
    return switch (holder.source()) {
      case "session" ->
          List.of(
              backend(evidence, holder)
                  .map(one -> end(evidence.probed(), one))
                  .or(() -> evidence.database().maintenance().stream()
                      .filter(one -> one.isAutovacuum() && Integer.toString(one.pid()).equals(holder.id())).findFirst()
                      .map(worker -> Advice.of(LET_FINISH)))
                  .orElseGet(() -> Queries.running("End that transaction, with its owner's consent; see what it does", evidence.at())));
      case "replication slot" -> SlotSql.of(evidence.probed(), holder.id());
      case "prepared transaction" -> List.of(prepared(evidence, holder));
      default -> List.of(Queries.running("A long query on a reader holds it; connect to that reader, and see what runs", evidence.at()));
    };
  }

  private static Advice prepared(SlowQueryEvidence evidence, XminHolder holder) {
    String text = "Roll it back in database " + holder.database() + ", or commit it, with its owner's consent";
    Phrase sql = GuardedSql.rollbackPrepared(holder.id(), evidence.at());
    return sql.isEmpty() ? Advice.of(text + ".") : new Advice(Phrase.of(text + ":"), sql, holder.database());
  }

  private static Advice end(Probed probed, Backend one) {
    if (one.isAutovacuum()) {
      return Advice.of(LET_FINISH);
    }
    boolean idle = one.isIdleInTransaction();
    Phrase sql =
        idle ? GuardedSql.terminateIdle(one, While.IDLE_IN_TRANSACTION, probed.at())
        : GuardedSql.cancel(one, While.RUNNING_SAME_STATEMENT, probed.at());
    return new Advice(Phrase.of(sql.isEmpty() ? "End the transaction of {}, with its owner's consent."
        : "End the transaction of {}:", SessionWords.brief(probed, one)), sql);
  }

  private static Optional<Backend> backend(SlowQueryEvidence evidence, XminHolder holder) {
    return Stream.of(evidence.seen(Snapshot::idleInTransaction), evidence.seen(Snapshot::running))
        .flatMap(reading -> reading.orElse(List.of()).stream())
        .filter(one -> Integer.toString(one.pid()).equals(holder.id()))
        .findFirst();
  }
}
