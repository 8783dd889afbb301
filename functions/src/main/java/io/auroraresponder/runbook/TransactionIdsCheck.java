package io.auroraresponder.runbook;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.Queries;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** How far away is transaction id wraparound, by CloudWatch's metric of the member? */
public final class TransactionIdsCheck<E extends Evidence> implements Check<E> {
  private final Function<E, MemberMinutes> minutes;

  public TransactionIdsCheck(Function<E, MemberMinutes> minutes) {
    this.minutes = minutes;
  }

  @Override
  public String harm() {
    return "When the transaction IDs run out the database takes no more writes.";
  }

  @Override
  public Cause cause() {
    return Cause.WRAPAROUND_NEAR;
  }

  @Override
  public Set<String> judges() {
    return Set.of(Metric.TRANSACTION_ID_AGE.cloudWatchName());
  }

  @Override
  public CheckResult examine(E evidence) {
    MemberMinutes member = minutes.apply(evidence);
    Reading<Double> age = member.recent(Metric.TRANSACTION_ID_AGE, 1);
    Reading<List<Finding>> judged =
        age instanceof Reading.Known<Double> known ? Reading.known(List.of(judge(member, known)), known.to())
            : age.map(unknown -> List.of());
    return CheckResult.of(id(), evidence.at(), judged);
  }

  private Finding judge(MemberMinutes member, Reading.Known<Double> known) {
    Phrase seen = Phrase.of("the oldest transaction ID is {} old",
        member.judged(Metric.TRANSACTION_ID_AGE, known.to(), known.value(), Metric.TRANSACTION_ID_AGE.unit(), DatabaseLimit.TRANSACTION_IDS,
            DatabaseLimit.TRANSACTION_IDS_CRITICAL));
    Phrase limit =
        Phrase.of(
            "{}, critical from {}",
            DatabaseLimit.TRANSACTION_IDS.at(member.now()), DatabaseLimit.TRANSACTION_IDS_CRITICAL.at(member.now()));
    Severity severity = severity(known.value());
    Advice freeze =
        Queries.oldestTables(
        "First end what holds back vacuum, then freeze the tables with the oldest IDs at a quiet time; this prints the "
            + "statements, which block neither readers nor writers", member.now());
    return new Finding(id(), severity, seen, seen, limit, known.from(), severity == Severity.OK ? List.of() : List.of(freeze));
  }

  /** The verdict on the age of the oldest transaction id. */
  public static Severity severity(double age) {
    if (DatabaseLimit.TRANSACTION_IDS_CRITICAL.reached(age)) {
      return Severity.CRITICAL;
    }
    return DatabaseLimit.TRANSACTION_IDS.reached(age) ? Severity.WARNING : Severity.OK;
  }
}
