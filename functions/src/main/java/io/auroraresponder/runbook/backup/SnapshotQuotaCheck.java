package io.auroraresponder.runbook.backup;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.SnapshotQuota;
import io.auroraresponder.runbook.CheckResult;

/** Is there room for another manual snapshot? Where there is none, the snapshot before a risky change fails. */
final class SnapshotQuotaCheck extends BackupCheck {
  private static final String SOURCE = "rds:DescribeAccountAttributes ManualClusterSnapshots";

  @Override
  public Cause cause() {
    return Cause.QUOTA_NEAR;
  }

  @Override
  protected CheckResult examine(BackupEvidence evidence, ClusterState cluster) {
    return known(evidence, evidence.quota(), quota -> judge(evidence, quota));
  }

  private CheckResult judge(BackupEvidence evidence, SnapshotQuota quota) {
    Phrase seen =
        Phrase.of(
            "{} of {} in this account and region", Fact.count(SOURCE, quota.at(), quota.used(), ""),
            Fact.count(SOURCE, quota.at(), quota.most(), "manual cluster snapshots"));
    Phrase limit =
        Phrase.of("{} of the quota", BackupLimit.QUOTA_SHARE.at(evidence.at()));
    return quota.used() >= BackupLimit.QUOTA_SHARE.value() * quota.most()
        ? result(
            Severity.WARNING, seen, limit, quota.at(),
            new Advice(
                Phrase.of("Delete manual snapshots that nobody needs, or ask for a higher quota before RDS refuses the next one with "
                    + "SnapshotQuotaExceeded. All of the region, oldest first:"),
                Phrase.of("aws rds describe-db-cluster-snapshots --snapshot-type manual --query "
                    + "'sort_by(DBClusterSnapshots,&SnapshotCreateTime)[].[SnapshotCreateTime,DBClusterSnapshotIdentifier]'")))
        : result(Severity.OK, seen, limit, quota.at());
  }
}
