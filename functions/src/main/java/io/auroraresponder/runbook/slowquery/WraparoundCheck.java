package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.database.Queries;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.GuardedSql;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.Age;
import io.auroraresponder.probe.Hygiene.Name;
import io.auroraresponder.probe.Hygiene.Temporary;
import io.auroraresponder.runbook.CheckResult;
import java.util.ArrayList;
import java.util.List;

/** Which database and which tables come nearest to wraparound, of transaction ids or of multixacts? */
final class WraparoundCheck extends HygieneCheck<List<Age>> {
  WraparoundCheck() {
    super(Hygiene::databases);
  }

  @Override
  public Cause cause() {
    return Cause.WRAPAROUND_NEAR;
  }

  @Override
  public Weight weight() {
    return Weight.LATER;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Hygiene hygiene, List<Age> databases) {
    Phrase limit = Phrase.of("{} old", SlowQueryLimit.WRAPAROUND_AGE.at(evidence.at()));
    Probed probed = evidence.probed();
    List<Age> old = databases.stream().filter(this::old).toList();
    if (old.isEmpty()) {
      Phrase seen = databases.isEmpty() ? Phrase.of("no database was listed")
          : Phrase.of("oldest database ").and("", words(probed, databases.getFirst()));
      return clear(evidence, seen, limit);
    }
    List<Age> tables = hygiene.tables().orElse(List.of()).stream().filter(this::old).toList();
    Phrase seen =
        listed(evidence, old, "database near wraparound", "databases near wraparound", WraparoundCheck::itself, one -> words(probed, one))
            .and("; oldest tables here: ", Phrase.join(", ", tables.stream().limit(SHOWN).map(one -> words(probed, one)).toList()));
    return result(evidence, Severity.WARNING, seen, limit, advice(probed, tables, old.getFirst()));
  }

  private boolean old(Age age) {
    return SlowQueryLimit.WRAPAROUND_AGE.reached((double) Math.max(age.transactions(), age.multixacts()));
  }

  /** A database's name says by itself where it is. */
  private static Name itself(Age database) {
    return new Name("", database.name().sql(), database.name().pastable());
  }

  private static Phrase words(Probed probed, Age age) {
    boolean multixacts = age.multixacts() > age.transactions();
    String unit = multixacts ? "multixacts" : "transaction ids";
    long oldest = Math.max(age.transactions(), age.multixacts());
    return Phrase.of("{} ({} old", probed.name("name", age.name().sql()), probed.count("age of " + age.name().sql(), oldest, unit))
        .and(", ", age.temporary().map(session -> session(probed, session)).orElse(Phrase.EMPTY))
        .and("", Phrase.of(")"));
  }

  private static Phrase session(Probed probed, Temporary of) {
    return of.pid() == 0 ? Phrase.of("temporary, its session is not known")
        : Phrase.of("temporary, of pid {}", probed.count("session of a temporary table", of.pid(), ""))
            .and(", ", Phrase.of("connected for {}", SessionWords.age(probed, of.connected())))
            .and(", ", of.application().isBlank() ? Phrase.of("no application name")
            : Phrase.of("application {}", probed.name("application of pid " + of.pid(), of.application())))
            .and(", ", of.login().isBlank() ? Phrase.EMPTY : Phrase.of("{}", probed.name("login of pid " + of.pid(), of.login())));
  }

  /** No vacuum of another session may touch it, neither autovacuum nor one by hand (PostgreSQL manual, routine vacuuming). */
  private static Advice dropped(Probed probed, Age table, Temporary of) {
    Phrase sql = GuardedSql.terminateIdleOwner(of, probed.at());
    return sql.isEmpty()
        ? Advice.of("Only the session of a temporary table can freeze it: let it drop the table, or end the session that holds it open.")
        : new Advice(
            Phrase.of("Only its own session can freeze {}: let the application drop it, or end that session while it is idle; what the "
            + "table "
                + "holds is lost:", probed.name("temporary table", table.name().sql())), sql);
  }

  private static List<Advice> advice(Probed probed, List<Age> tables, Age oldest) {
    List<Advice> advice = new ArrayList<>();
    for (Age table : tables.stream().filter(one -> !one.vacuuming()).limit(SHOWN).toList()) {
      if (table.temporary().isPresent()) {
        advice.add(dropped(probed, table, table.temporary().get()));
        continue;
      }
      advice.add(command(probed, "First end what holds back vacuum, then freeze it at a quiet time",
          "VACUUM (FREEZE, VERBOSE) {#};", table.name()));
    }
    return advice.isEmpty()
        ? List.of(Queries.oldestTables("End what holds back vacuum and let autovacuum finish; connect to the named database for its tables",
            probed.at()).within(oldest.name().sql()))
        : advice;
  }
}
