package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.SignalWords;
import java.util.Locale;
import java.util.Set;

/**
 * What asked for this look, in its own words. An AWS Backup job that did not complete and a failed export are findings of their own: no
 * state of the cluster shows them.
 */
final class SignalCheck extends BackupCheck {
  private static final String BACKUP_JOB = "AWS Backup";

  /** What a job or recovery point that went well says first (AWS Backup API reference, DescribeBackupJob, DescribeRecoveryPoint). */
  private static final Set<String> DONE = Set.of("COMPLETED", "AVAILABLE");

  /** Exports of cluster and snapshot that failed, wholly or for a table (Aurora User Guide, event messages). */
  private static final Set<String> FAILED_EXPORTS = Set.of("RDS-EVENT-0162", "RDS-EVENT-0234", "RDS-EVENT-0489");

  @Override
  CheckResult examine(BackupEvidence evidence, ClusterState cluster) {
    Signal signal = evidence.incident().signal();
    Phrase seen = SignalWords.of(signal);
    if (signal.source().startsWith(BACKUP_JOB) && DONE.stream().noneMatch(signal.reason().toUpperCase(Locale.ROOT)::startsWith)) {
      return result(Severity.WARNING, seen, Phrase.of("a job that completes"), signal.at(), jobs(cluster));
    }
    if (FAILED_EXPORTS.contains(signal.source())) {
      return result(Severity.WARNING, seen, Phrase.of("an export that completes"), signal.at(),
          new Advice(
              Phrase.of("Check the export task, its role and its bucket, then start it again:"),
              Phrase.of("aws rds describe-export-tasks --query 'ExportTasks[].[ExportTaskIdentifier,Status,FailureCause]'")));
    }
    return result(Severity.INFO, seen, Phrase.EMPTY, signal.at());
  }

  private static Advice jobs(ClusterState cluster) {
    return new Advice(
        Phrase.of("Check the job and the next one of its plan; continuous backup of the cluster goes on without it:"),
        Phrase.of("aws backup list-backup-jobs --by-resource-arn " + cluster.arn()));
  }
}
