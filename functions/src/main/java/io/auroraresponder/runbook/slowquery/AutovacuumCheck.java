package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.DatabaseLook;
import io.auroraresponder.database.Probed;
import io.auroraresponder.database.SessionSql;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.DeadRows;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.probe.Snapshot.Setting;
import io.auroraresponder.runbook.CheckResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why does autovacuum not come to tables that are due: have its workers no hand free, or does a lock keep it away? */
final class AutovacuumCheck extends HygieneCheck<List<DeadRows>> {
  AutovacuumCheck() {
    super(Hygiene::deadRows);
  }

  @Override
  public Weight weight() {
    return Weight.BESIDE;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Hygiene hygiene, List<DeadRows> all) {
    Probed probed = evidence.probed();
    List<DeadRows> due = all.stream().filter(one -> DeadRowsCheck.behind(one) && !one.autovacuumOff() && !one.vacuuming()).toList();
    List<MaintenanceWork> workers = evidence.database().maintenance().stream().filter(one -> one.kind().equals("autovacuum")).toList();
    int allowed = workersAllowed(evidence);
    Phrase limit = Phrase.of("{} workers", probed.count("autovacuum_max_workers", allowed, ""));
    Optional<DeadRows> locked = due.stream().filter(one -> one.lockedBy() != 0
        && !evidence.database().maintenancePids().contains(one.lockedBy())).findFirst();
    if (locked.isPresent()) {
      return keptAway(evidence, locked.get(), limit);
    }
    boolean saturated = allowed > 0 && workers.stream().map(MaintenanceWork::pid).distinct().count() >= allowed;
    if (due.isEmpty() || !saturated) {
      Phrase seen = Phrase.of("{} at work", probed.count("autovacuum workers", workers.size(), workers.size() == 1 ? "worker" : "workers"));
      return clear(evidence, seen, limit);
    }
    Phrase seen =
        Phrase.of(allowed == 1 ? "{} of autovacuum is all there is, and busy; {} due" : "all {} of autovacuum are busy; {} due",
        probed.count("autovacuum workers", allowed, allowed == 1 ? "worker" : "workers"),
            probed.count("tables past their limit of dead rows", due.size(), due.size() == 1 ? "table is" : "tables are"))
            .and(": ", Phrase.join(", ", due.stream().limit(SHOWN).map(one -> named(probed, "table that is due", one.table())).toList()));
    return result(evidence, Severity.WARNING, seen, limit, List.of(
        command(probed, "Vacuum the first one by hand at a quiet time",
        "VACUUM (ANALYZE, VERBOSE) {#};",
            due.getFirst().table()),
        Advice.of("For good: let each worker do more at once (a higher autovacuum_vacuum_cost_limit, or a lower "
        + "autovacuum_vacuum_cost_delay, in "
            + "the cluster's parameter group, at once); more workers (autovacuum_max_workers) share the same limit and take a reboot.")));
  }

  /** Autovacuum passes over a table that somebody has locked, and gives way to whoever asks for such a lock. */
  private CheckResult keptAway(SlowQueryEvidence evidence, DeadRows table, Phrase limit) {
    Probed probed = evidence.probed();
    Optional<Backend> holder = session(evidence, table.lockedBy());
    Phrase who = holder.map(one -> SessionWords.of(probed, one).and("", SessionWords.holding(probed, one)))
        .orElseGet(() -> Phrase.of("pid {}", probed.count("session with the lock", table.lockedBy(), "")));
    Phrase seen =
        Phrase.of("autovacuum is kept away from {} ({}) by a lock of ", probed.name("table", table.table().sql()),
            probed.count("dead rows of " + table.table().sql(), table.dead(), "dead rows")).and("", who);
    return result(evidence, Severity.WARNING, seen, limit,
        List.of(holder.map(one -> SessionSql.end(probed, one))
            .orElseGet(() -> Advice.of("Let that session end its transaction: autovacuum passes over a table that is locked."))),
        table.table());
  }

  private static Optional<Backend> session(SlowQueryEvidence evidence, int pid) {
    DatabaseLook look = evidence.database();
    return Stream.of(look.part(Snapshot::idleInTransaction), look.part(Snapshot::running)).flatMap(part -> part.orElse(List.of()).stream())
        .filter(one -> one.pid() == pid).findFirst();
  }

  private static int workersAllowed(SlowQueryEvidence evidence) {
    List<String> values = new ArrayList<>(evidence.seen(Snapshot::settings).orElse(List.of()).stream()
        .filter(one -> one.scope().isEmpty() && one.name().equals("autovacuum_max_workers")).map(Setting::value).toList());
    return values.isEmpty() || !values.getFirst().matches("\\d{1,6}") ? 0 : Integer.parseInt(values.getFirst());
  }
}
