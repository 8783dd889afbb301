package io.auroraresponder.runbook.backup;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.BackupSettings;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How close to now can the cluster be restored? */
final class RestorableTimeCheck extends BackupCheck {
  private static final String SOURCE = "rds:DescribeDBClusters LatestRestorableTime";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Override
  public String harm() {
    return "A restore may lose data or be impossible.";
  }

  @Override
  public Cause cause() {
    return Cause.RESTORABLE_TIME_BEHIND;
  }

  @Override
  public Weight weight() {
    return Weight.ESSENTIAL;
  }

  @Override
  protected CheckResult examine(BackupEvidence evidence, ClusterState cluster) {
    if (!(evidence.settings() instanceof Reading.Known<BackupSettings>(BackupSettings settings, Instant from, Instant to))) {
      return open("the restorable range could not be read");
    }
    return switch (settings.latestRestorable()) {
      case Reading.Unavailable<Instant> none -> never(evidence, cluster, settings);
      case Reading.Known<Instant> known -> known(evidence, cluster, settings, known.value());
    };
  }

  /** RDS gives no time until a creation or restore has finished; later that is no longer an excuse. */
  private CheckResult never(BackupEvidence evidence, ClusterState cluster, BackupSettings settings) {
    Phrase limit = Phrase.of("{} after creation at the latest",
        BackupLimit.NEW_CLUSTER.at(evidence.at()));
    if (!cluster.available()) {
      Phrase seen = Phrase.of("no restorable time yet; the cluster is {}",
          Fact.word("rds:DescribeDBClusters Status", cluster.at(), cluster.status()));
      return result(Severity.INFO, seen, limit, settings.at());
    }
    if (!(settings.created() instanceof Reading.Known<Instant> created)) {
      return result(Severity.WARNING, Phrase.of("there is no restorable time, and the age of the cluster is not known"), limit,
          settings.at(), advice(evidence, cluster));
    }
    Duration age = Ages.since(created.value(), evidence.at());
    Phrase seen = Phrase.of("no restorable time, {} after the cluster was created",
        Ages.fact("rds:DescribeDBClusters ClusterCreateTime", settings.at(), age));
    boolean old = BackupLimit.NEW_CLUSTER.reached(age);
    return result(old ? Severity.CRITICAL : Severity.INFO, seen, limit, created.value(), old ? advice(evidence, cluster) : new Advice[0]);
  }

  private CheckResult known(BackupEvidence evidence, ClusterState cluster, BackupSettings settings, Instant latest) {
    Duration age = Ages.since(latest, evidence.at());
    Severity severity = severity(age);
    Phrase seen =
        Phrase.of("restorable up to {} UTC, {} ago", Fact.word(SOURCE, settings.at(), TIME.format(latest)),
        Ages.fact(SOURCE, settings.at(), age));
    Phrase limit =
        Phrase.of(
            "warning from {}, critical from {}",
            BackupLimit.RESTORABLE_WARNING.at(evidence.at()),
            BackupLimit.RESTORABLE_CRITICAL.at(evidence.at()));
    if (severity == Severity.OK) {
      return result(Severity.OK, seen, limit, latest);
    }
    if (cluster.isBeingDeleted()) {
      return result(Severity.INFO, seen.and("", Phrase.of("; the cluster is being deleted")), limit, latest);
    }
    if (evidence.rest().resting() && !stoodBefore(evidence.rest(), latest)) {
      Phrase resting = seen.and("", Phrase.of("; the cluster is " + evidence.rest().word() + " and writes nothing"));
      return result(Severity.INFO, resting, limit, latest);
    }
    return result(severity, seen, limit, latest, advice(evidence, cluster));
  }

  /** A cluster pauses only when its backup has caught up, so a time well before the pause was already in trouble then. */
  private boolean stoodBefore(Idleness rest, Instant latest) {
    return rest.since() instanceof Reading.Known<Instant> since
        && latest.plus(BackupLimit.RESTORABLE_WARNING.duration()).isBefore(since.value());
  }

  private Severity severity(Duration age) {
    if (BackupLimit.RESTORABLE_CRITICAL.reached(age)) {
      return Severity.CRITICAL;
    }
    return BackupLimit.RESTORABLE_WARNING.reached(age) ? Severity.WARNING : Severity.OK;
  }

  private static Advice[] advice(BackupEvidence evidence, ClusterState cluster) {
    return new Advice[] {
      SnapshotAdvice.take(cluster, evidence.at()),
      Calls.events("Look for KMS, storage and maintenance events, then ask AWS Support why continuous backup stands still",
          cluster.id().value(), evidence.at())
    };
  }
}
