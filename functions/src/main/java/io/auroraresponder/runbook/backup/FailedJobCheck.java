package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.SignalCheck;
import java.util.Locale;
import java.util.Set;

/** Did an AWS Backup job or an export fail? Only the signal says so: no state of the cluster shows it. */
final class FailedJobCheck extends BackupCheck {
  private static final String BACKUP_JOB = "AWS Backup";

  /** What a job or recovery point that went well says first (AWS Backup API reference, DescribeBackupJob, DescribeRecoveryPoint). */
  private static final Set<String> DONE = Set.of("COMPLETED", "AVAILABLE");

  /** Exports of cluster and snapshot that failed, wholly or for a table (Aurora User Guide, event messages). */
  private static final Set<String> FAILED_EXPORTS = Set.of("RDS-EVENT-0162", "RDS-EVENT-0234", "RDS-EVENT-0489");

  @Override
  protected CheckResult examine(BackupEvidence evidence, ClusterState cluster) {
    Signal signal = evidence.incident().signal();
    Phrase seen = SignalCheck.quoted(signal);
    if (signal.source().startsWith(BACKUP_JOB) && DONE.stream().noneMatch(signal.reason().toUpperCase(Locale.ROOT)::startsWith)) {
      return result(Severity.WARNING, seen, Phrase.of("a job that completes"), signal.at(), jobs(cluster));
    }
    if (FAILED_EXPORTS.contains(signal.source())) {
      return result(Severity.WARNING, seen, Phrase.of("an export that completes"), signal.at(),
          new Advice(
              Phrase.of("Check the export task, its role and its bucket, then start it again:"),
              Phrase.of("aws rds describe-export-tasks --query 'ExportTasks[].[ExportTaskIdentifier,Status,FailureCause]'")));
    }
    return result(
        Severity.OK, Phrase.of("no failed backup job or export asked for this look"), Phrase.of("jobs that complete"), signal.at());
  }

  private static Advice jobs(ClusterState cluster) {
    return new Advice(
        Phrase.of("Check the job and the next one of its plan; continuous backup of the cluster goes on without it:"),
        Phrase.of("aws backup list-backup-jobs --by-resource-arn " + cluster.arn()));
  }
}
