package io.auroraresponder.runbook.backup;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.BackupSettings;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;

/** Are automated backups kept as long as the policy asks? Where AWS Backup owns them, RDS refuses to change it. */
final class RetentionCheck extends BackupCheck {
  @Override
  public Cause cause() {
    return Cause.RETENTION_TOO_SHORT;
  }

  @Override
  public boolean saysOrder() {
    return true;
  }

  @Override
  protected CheckResult examine(BackupEvidence evidence, ClusterState cluster) {
    return switch (evidence.settings()) {
      case Reading.Unavailable<BackupSettings> gap -> open("the retention could not be read");
      case Reading.Known<BackupSettings> known -> judge(evidence, cluster, known.value());
    };
  }

  private CheckResult judge(BackupEvidence evidence, ClusterState cluster, BackupSettings settings) {
    Fact policy = BackupLimit.RETENTION.at(evidence.at());
    Phrase seen =
        Phrase.of("automated backups are kept for {}",
        days("rds:DescribeDBClusters BackupRetentionPeriod", settings.at(), settings.retentionDays()));
    Phrase limit = Phrase.of("{} or more", policy);
    if (settings.retentionDays() >= BackupLimit.RETENTION.count()) {
      return result(Severity.OK, seen, limit, settings.at());
    }
    return result(Severity.WARNING, seen, limit, settings.at(), advice(cluster, settings, policy));
  }

  private static Fact days(String source, Instant at, int days) {
    return Fact.count(source, at, days, days == 1 ? "day" : "days");
  }

  private static Advice advice(ClusterState cluster, BackupSettings settings, Fact policy) {
    if (settings.ownedByAwsBackup()) {
      return new Advice(
          Phrase.of("Change the retention in the plan of AWS Backup, which owns the continuous backup; RDS refuses the change. Its plans:"),
          Phrase.of("aws backup list-backup-plans --query 'BackupPlansList[].[BackupPlanName,BackupPlanId]'"));
    }
    return new Advice(
        Phrase.of("Keep backups for {}; the change takes effect at once:", policy),
        Phrase.of(
            "aws rds modify-db-cluster --db-cluster-identifier " + cluster.id()
            .value() + " --backup-retention-period {#} --apply-immediately", policy));
  }
}
