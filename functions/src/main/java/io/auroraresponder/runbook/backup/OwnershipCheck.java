package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.BackupSettings;
import io.auroraresponder.runbook.CheckResult;

/** Who owns the continuous backup: RDS or AWS Backup? */
final class OwnershipCheck extends BackupCheck {
  @Override
  protected CheckResult examine(BackupEvidence evidence, ClusterState cluster) {
    if (!(evidence.settings() instanceof Reading.Known<BackupSettings>(BackupSettings settings, var from, var to))) {
      return open("the owner of the backups could not be read");
    }
    Phrase limit = Phrase.EMPTY;
    if (!settings.ownedByAwsBackup()) {
      return result(Severity.OK, Phrase.of("RDS owns the automated backups"), limit, settings.at());
    }
    Fact owner = Fact.word("rds:DescribeDBClusters AwsBackupRecoveryPointArn", settings.at(), settings.backupRecoveryPoint());
    return result(
        Severity.INFO, Phrase.of("AWS Backup owns the continuous backup ({}); its plan sets the retention", owner), limit, settings.at());
  }
}
