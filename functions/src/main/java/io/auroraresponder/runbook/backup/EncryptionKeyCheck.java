package io.auroraresponder.runbook.backup;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.observation.BackupSettings;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Can RDS use the KMS key? Without it backups stop first and the cluster after. The status is the proof; the signal and the newest event
 * about the key tell it before the status changes.
 */
final class EncryptionKeyCheck extends BackupCheck {
  /** Also with the suffix {@code -recoverable}. */
  private static final String KEY_LOST = "inaccessible-encryption-credentials";

  /** The key cannot be reached: warning stage and last stage (Aurora User Guide, event messages). */
  private static final Set<String> LOST_EVENTS = Set.of("RDS-EVENT-0418", "RDS-EVENT-0419");

  private static final Phrase WANTED = Phrase.of("a key that RDS can use");

  @Override
  public String harm() {
    return "Nobody can use or restore the database once RDS has closed it.";
  }

  @Override
  public Cause cause() {
    return Cause.ENCRYPTION_KEY_UNAVAILABLE;
  }

  @Override
  protected CheckResult examine(BackupEvidence evidence, ClusterState cluster) {
    Optional<Phrase> status = status(cluster);
    if (status.isPresent()) {
      return lost(status.get(), cluster.at(), evidence, cluster);
    }
    Signal signal = evidence.incident().signal();
    Optional<RdsEvent> newest = newest(evidence);
    if (LOST_EVENTS.contains(signal.source()) && newest.filter(event -> event.at().isAfter(signal.at()) && !tellsLoss(event)).isEmpty()) {
      Phrase seen = Phrase.of("RDS reports with {} that it cannot use the KMS key",
          Fact.word("signal " + signal.shape(), signal.at(), signal.source()));
      return lost(seen, signal.at(), evidence, cluster);
    }
    if (newest.filter(EncryptionKeyCheck::tellsLoss).isPresent()) {
      return told(newest.get(), evidence, cluster);
    }
    if (evidence.events() instanceof Reading.Unavailable<List<RdsEvent>> gap) {
      return open(evidence.at(), "the status shows no sign of it, but the events could not be read: " + gap.reason());
    }
    Phrase seen = newest.map(EncryptionKeyCheck::words).orElseGet(() -> Phrase.of("no sign that the KMS key is unavailable"));
    return result(Severity.OK, seen, WANTED, evidence.at());
  }

  /** RDS closes a cluster within days of losing its key, and good news may have been lost. */
  private CheckResult told(RdsEvent event, BackupEvidence evidence, ClusterState cluster) {
    if (Ages.since(event.at(), evidence.at()).compareTo(BackupLimit.KEY_EVENT_AGE.duration()) <= 0) {
      return lost(words(event), event.at(), evidence, cluster);
    }
    Phrase seen = words(event).and("", Phrase.of(", {} ago; the cluster is still open",
        Ages.fact("rds:DescribeEvents " + event.sourceId(), event.at(), Ages.since(event.at(), evidence.at()))));
    return result(Severity.WARNING, seen, WANTED, event.at(), enable(evidence).toArray(Advice[]::new));
  }

  private static Optional<Phrase> status(ClusterState cluster) {
    if (cluster.status().startsWith(KEY_LOST)) {
      return Optional.of(Phrase.of("the cluster is {}", Fact.word("rds:DescribeDBClusters Status", cluster.at(), cluster.status())));
    }
    return cluster.members().stream()
        .filter(member -> member.status().startsWith(KEY_LOST))
        .findFirst()
        .map(member -> Phrase.of(member.id() + " is {}",
        Fact.word("rds:DescribeDBInstances " + member.id() + " DBInstanceStatus", cluster.at(), member.status())));
  }

  /** One key serves all members, so the newest word about it counts. */
  private static Optional<RdsEvent> newest(BackupEvidence evidence) {
    return evidence.events().orElse(List.of()).stream()
        .filter(event -> event.message().toLowerCase(Locale.ROOT).contains("kms"))
        .max(Comparator.comparing(RdsEvent::at));
  }

  /** RDS says "unable", "inaccessible" and the like of a lost key, and "can now … access" or "successfully" of one that is back. */
  private static boolean tellsLoss(RdsEvent event) {
    String message = event.message().toLowerCase(Locale.ROOT);
    return !message.contains("can now") && !message.contains("successfully");
  }

  private static Phrase words(RdsEvent event) {
    return Phrase.of(event.sourceId() + ": {}", Fact.word("rds:DescribeEvents " + event.sourceId(), event.at(), event.message()));
  }

  private CheckResult lost(Phrase seen, Instant since, BackupEvidence evidence, ClusterState cluster) {
    List<Advice> advice = new ArrayList<>(enable(evidence));
    if (closes(cluster)) {
      advice.add(
          new Advice(
              Phrase.of("Start the cluster once the key works again; RDS keeps it recoverable for seven days. Without the key, restore a "
              + "backup "
                  + "that another key protects:"),
              Phrase.of("aws rds start-db-cluster --db-cluster-identifier " + cluster.id().value())));
    }
    return result(Severity.CRITICAL, seen, WANTED, since, advice.toArray(Advice[]::new));
  }

  /** Whether users are locked out already. */
  static boolean closes(ClusterState cluster) {
    return cluster.status().startsWith(KEY_LOST)
        || cluster.members().stream().map(Member::status).anyMatch(status -> status.startsWith(KEY_LOST));
  }

  /** What KMS itself says comes first: a key that waits for its deletion cannot be enabled (AWS KMS Developer Guide, key states). */
  private static List<Advice> enable(BackupEvidence evidence) {
    String key = evidence.settings().map(BackupSettings::kmsKey).orElse("");
    if (key.isBlank()) {
      return List.of(Advice.of("Enable the key, cancel its deletion or restore the grant of RDS, before RDS closes the cluster."));
    }
    return List.of(
        new Advice(
            Phrase.of("See what is wrong with the key. Where it is enabled, its policy or the grant of RDS is gone:"),
            Phrase.of("aws kms describe-key --key-id " + key + " --query 'KeyMetadata.[KeyState,DeletionDate]'")),
        new Advice(Phrase.of("PendingDeletion: take the deletion back, before anything else:"),
            Phrase.of("aws kms cancel-key-deletion --key-id " + key)),
        new Advice(Phrase.of("Disabled, as it is after a deletion was taken back: enable it, before RDS closes the cluster:"),
            Phrase.of("aws kms enable-key --key-id " + key)));
  }
}
