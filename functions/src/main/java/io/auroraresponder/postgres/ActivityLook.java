package io.auroraresponder.postgres;

import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.probe.Snapshot.XminHolder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists of what goes on: running statements, idle transactions, maintenance, holders of the xmin horizon. */
final class ActivityLook {
  private static final SqlFile RUNNING = SqlFile.named("running");
  private static final SqlFile IDLE = SqlFile.named("idle_in_transaction");
  private static final SqlFile COPY = SqlFile.named("copy_progress");
  private static final SqlFile READERS = SqlFile.named("aurora_readers");

  private static final PartsLook MAINTENANCE = new PartsLook(SqlFile.named("maintenance"), inOrder(
      "vacuums", "maintenance_vacuum",
      "autovacuum workers", "maintenance_worker",
      "analyze runs", "maintenance_analyze",
      "index builds", "maintenance_index",
      "table rewrites", "maintenance_cluster",
      "base backups", "maintenance_backup",
      "dumps", "maintenance_dump"));
  private static final PartsLook HOLDERS = new PartsLook(SqlFile.named("xmin_holders"), inOrder(
      "sessions that hold back vacuum", "xmin_sessions",
      "replication slots that hold back vacuum", "xmin_slots",
      "prepared transactions that hold back vacuum", "xmin_prepared",
      "standbys that hold back vacuum", "xmin_standbys"));

  private final Session session;
  private final Capabilities capabilities;
  private final ProbeSettings settings;

  ActivityLook(Session session, Capabilities capabilities, ProbeSettings settings) {
    this.session = session;
    this.capabilities = capabilities;
    this.settings = settings;
  }

  List<Backend> running() throws PartMissing {
    return session.rows(capabilities.fit(RUNNING, settings), BackendRows::read);
  }

  List<Backend> idleInTransaction() throws PartMissing {
    return session.rows(capabilities.fit(IDLE, settings), BackendRows::read);
  }

  List<MaintenanceWork> maintenance() throws PartMissing {
    List<MaintenanceWork> work = new ArrayList<>(atTables(MAINTENANCE.rows(session, ActivityLook::work)));
    if (capabilities.hasCopyProgress()) {
      work.addAll(session.orElse("COPY in progress", List.of(), () -> session.rows(COPY, ActivityLook::work)));
    }
    return work;
  }

  /** A vacuum worker at a table stands in a progress view too: it is one piece of work, and the line that names the table is it. */
  private static List<MaintenanceWork> atTables(List<MaintenanceWork> work) {
    Set<Integer> named = new HashSet<>();
    work.stream().filter(one -> one.relationId() != 0).forEach(one -> named.add(one.pid()));
    return work.stream().filter(one -> one.relationId() != 0 || !one.kind().equals("autovacuum") || !named.contains(one.pid())).toList();
  }

  List<XminHolder> horizon() throws PartMissing {
    List<XminHolder> holders = new ArrayList<>(HOLDERS.rows(session, ActivityLook::holder));
    if (capabilities.isAurora()) {
      holders.addAll(session.orElse("Aurora readers that hold back vacuum", List.of(), () -> session.rows(READERS, ActivityLook::holder)));
      holders.sort(Comparator.comparingLong(XminHolder::ageTransactions).reversed());
    }
    return holders;
  }

  private static Map<String, SqlFile> inOrder(String... namesAndFiles) {
    Map<String, SqlFile> parts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndFiles.length; i += 2) {
      parts.put(namesAndFiles[i], SqlFile.named(namesAndFiles[i + 1]));
    }
    return parts;
  }

  private static MaintenanceWork work(Row row) throws SQLException {
    return new MaintenanceWork(row.count("pid"), row.text("backend_start"), row.text("kind"), row.text("database"),
        row.number("relation_id"), "", row.text("phase"), row.real("done"), row.flag("against_wraparound"), row.seconds("age_s"));
  }

  private static XminHolder holder(Row row) throws SQLException {
    return new XminHolder(row.text("source"), row.text("id"), row.text("owner"), row.text("db"), row.number("age_xids"),
        row.seconds("held_s"), row.text("detail"));
  }
}
