package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.connectivity.StatusTable.Meaning;
import java.util.Optional;

/** Is there a writer that can be used? A cluster may be available without one. */
final class WriterCheck extends HopCheck {
  private static final Phrase WANTED = Phrase.of("a writer in a status in which clients can connect");

  WriterCheck() {
    super(Hop.WRITER);
  }

  @Override
  public Cause cause() {
    return Cause.CLUSTER_UNAVAILABLE;
  }

  @Override
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    Optional<Member> writer = cluster.writer();
    if (writer.isEmpty()) {
      Fact members = Fact.count("rds:DescribeDBClusters DBClusterMembers", cluster.at(), cluster.members().size(), "");
      return result(
          Severity.CRITICAL, Phrase.of("no instance is the writer ({} listed)", members), WANTED, cluster.at(),
          Calls.events("Wait for the failover to end; if none is under way, add an instance to the cluster", cluster.id().value(),
              evidence.at()));
    }
    Member one = writer.get();
    if (one.status().isBlank()) {
      return open("the status of " + one.id() + " could not be read");
    }
    Meaning meaning = StatusTable.ofInstance(one.status());
    return result(severity(meaning), MemberWords.of(cluster, one, meaning), WANTED, cluster.at(), MemberWords.advice(one, cluster.at()));
  }

  private static Severity severity(Meaning meaning) {
    return switch (meaning.reach()) {
      case YES -> Severity.OK;
      case MAYBE, UNKNOWN -> Severity.WARNING;
      case NO -> Severity.CRITICAL;
    };
  }
}
