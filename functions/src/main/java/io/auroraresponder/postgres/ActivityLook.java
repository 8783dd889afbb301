package io.auroraresponder.postgres;

import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.probe.Snapshot.XminHolder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists of what goes on: running statements, idle transactions, maintenance, holders of the xmin horizon. */
final class ActivityLook {
  private static final SqlFile RUNNING = SqlFile.named("running");
  private static final SqlFile IDLE = SqlFile.named("idle_in_transaction");
  private static final SqlFile MAINTENANCE = SqlFile.named("maintenance");
  private static final SqlFile COPY = SqlFile.named("copy_progress");
  private static final SqlFile HOLDERS = SqlFile.named("xmin_holders");
  private static final SqlFile READERS = SqlFile.named("aurora_readers");

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
    List<MaintenanceWork> work = new ArrayList<>(session.rows(MAINTENANCE, ActivityLook::work));
    if (capabilities.hasCopyProgress()) {
      work.addAll(session.rows(COPY, ActivityLook::work));
    }
    return work;
  }

  List<XminHolder> horizon() throws PartMissing {
    List<XminHolder> holders = new ArrayList<>(session.rows(HOLDERS, ActivityLook::holder));
    if (capabilities.isAurora()) {
      holders.addAll(session.rows(READERS, ActivityLook::holder));
      holders.sort(Comparator.comparingLong(XminHolder::ageTransactions).reversed());
    }
    return holders;
  }

  private static MaintenanceWork work(Row row) throws SQLException {
    return new MaintenanceWork(row.count("pid"), row.text("backend_start"), row.text("kind"), row.text("relation"), row.text("phase"),
        row.real("done"), row.flag("against_wraparound"), row.seconds("age_s"));
  }

  private static XminHolder holder(Row row) throws SQLException {
    return new XminHolder(row.text("source"), row.text("id"), row.text("owner"), row.text("db"), row.number("age_xids"),
        row.seconds("held_s"), row.text("detail"));
  }
}
