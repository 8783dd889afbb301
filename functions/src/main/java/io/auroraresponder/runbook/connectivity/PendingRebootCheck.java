package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** Do settings wait for a reboot? After a change of the range max_connections is one of them. */
final class PendingRebootCheck extends HopCheck {
  private static final String PENDING = "pending-reboot";

  PendingRebootCheck() {
    super(Hop.BESIDE);
  }

  @Override
  CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    if (cluster.members().isEmpty() || cluster.members().stream().anyMatch(member -> member.parameterStatus().isBlank())) {
      return open("the parameter status of the instances could not be read");
    }
    List<Member> pending = cluster.members().stream().filter(member -> member.parameterStatus().equals(PENDING)).toList();
    Phrase wanted = Phrase.of("in-sync");
    if (pending.isEmpty()) {
      return result(Severity.OK, Phrase.of("no parameter waits for a reboot"), wanted, cluster.at());
    }
    List<Phrase> words = pending.stream().map(member -> Phrase.of(member.id() + " is {}", status(cluster, member))).toList();
    Phrase line = Phrase.join(", ", words).and("", Phrase.of(": limits such as max_connections are still the old ones"));
    return result(Severity.INFO, line, wanted, cluster.at(), pending.stream().map(PendingRebootCheck::reboot).toArray(Advice[]::new));
  }

  static Advice reboot(Member member) {
    return new Advice(
        Phrase.of("Changed parameters of " + member.id() + " need a reboot; do it in a quiet window:"),
        Phrase.of("aws rds reboot-db-instance --db-instance-identifier " + member.id()));
  }

  private static Fact status(ClusterState cluster, Member member) {
    return Fact.word("rds:DescribeDBClusters DBClusterParameterGroupStatus " + member.id(), cluster.at(), member.parameterStatus());
  }
}
