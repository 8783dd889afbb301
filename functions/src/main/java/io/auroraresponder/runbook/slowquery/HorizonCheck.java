package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
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

  HorizonCheck(SlowQueryThresholds limits) {
    super(limits, (evidence, unused) -> evidence.seen(Snapshot::horizon));
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
            limit(evidence, "horizonWarning", (double) limits().horizonWarning(), "transactions"),
            limit(evidence, "horizonHeld", limits().horizonHeld()),
            limit(evidence, "horizonCritical", (double) limits().horizonCritical(), "transactions"));
    List<Finding> findings =
        known.value().stream().filter(one -> severity(one) != Severity.OK).limit(SHOWN).map(one -> found(evidence, one, limit)).toList();
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

  private Severity severity(XminHolder holder) {
    Severity byAge = graded(holder.ageTransactions(), limits().horizonWarning(), limits().horizonCritical());
    // Where nothing was written since, vacuum has nothing to wait for.
    boolean longHeld = holder.ageTransactions() > 0 && holder.held().compareTo(limits().horizonHeld()) >= 0;
    return longHeld ? byAge.worse(Severity.WARNING) : byAge;
  }

  private Finding found(SlowQueryEvidence evidence, XminHolder holder, Phrase limit) {
    Probed probed = evidence.probed();
    Phrase held = holder.held().isZero() ? Phrase.EMPTY : Phrase.of("for {}", SessionWords.age(probed, holder.held()));
    Phrase seen =
        Phrase.of(
                holder.source() + " {} holds back vacuum by {}",
                probed.word("xmin holder", holder.id()), probed.count("age of its xmin", holder.ageTransactions(), "transactions"))
            .and(" ", held);
    return finding(severity(holder), seen, limit, probed.at().minus(holder.held()), advice(evidence, holder));
  }

  private static Advice advice(SlowQueryEvidence evidence, XminHolder holder) {
    return switch (holder.source()) {
      case "session" ->
          backend(evidence, holder)
              .map(one -> end(evidence.probed(), one))
              .orElseGet(() -> Advice.of("End that transaction, with its owner's consent."));
      case "replication slot" -> Advice.of(
          "Let its consumer catch up. Drop the slot only with its owner's consent, since that loses the consumer's position.");
      case "prepared transaction" -> Advice.of("Commit it or roll it back in its own database, with its owner's consent.");
      default -> Advice.of("A long query on a reader holds it; find it there and end it.");
    };
  }

  private static Advice end(Probed probed, Backend one) {
    boolean idle = one.state().startsWith("idle in transaction");
    Phrase sql =
        idle ? GuardedSql.terminateIdle(one, While.IDLE_IN_TRANSACTION, probed.at())
        : GuardedSql.cancel(one, While.RUNNING_SAME_STATEMENT, probed.at());
    return new Advice(Phrase.of(sql.isEmpty() ? "End that transaction, with its owner's consent."
        : "End that transaction:"), sql);
  }

  private static Optional<Backend> backend(SlowQueryEvidence evidence, XminHolder holder) {
    return Stream.of(evidence.seen(Snapshot::idleInTransaction), evidence.seen(Snapshot::running))
        .flatMap(reading -> reading.orElse(List.of()).stream())
        .filter(one -> Integer.toString(one.pid()).equals(holder.id()))
        .findFirst();
  }
}
