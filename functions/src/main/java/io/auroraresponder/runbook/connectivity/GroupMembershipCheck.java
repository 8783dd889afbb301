package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.ClusterNetwork;
import io.auroraresponder.observation.ClusterNetwork.GroupMembership;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** Are the security groups that the cluster lists in force? */
final class GroupMembershipCheck extends HopCheck {
  GroupMembershipCheck() {
    super(Hop.NETWORK);
  }

  @Override
  public Cause cause() {
    return Cause.NETWORK_CLOSED;
  }

  @Override
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    return switch (evidence.network()) {
      case Reading.Unavailable<ClusterNetwork> gap -> open("the security groups of the cluster are unknown");
      case Reading.Known<ClusterNetwork> known -> judge(known.value());
    };
  }

  private CheckResult judge(ClusterNetwork network) {
    if (network.groups().isEmpty()) {
      // A cluster in a VPC always has one: an answer without any was no answer.
      return open("RDS named no security group of the cluster");
    }
    List<GroupMembership> changing = network.groups().stream().filter(group -> !group.status().equals("active")).toList();
    List<Phrase> seen = (changing.isEmpty() ? network.groups() : changing).stream().map(group -> words(group, network)).toList();
    return result(changing.isEmpty() ? Severity.OK : Severity.WARNING, Phrase.join(", ", seen), Phrase.of("all active"), network.at());
  }

  private static Phrase words(GroupMembership group, ClusterNetwork network) {
    String status = group.status().isBlank() ? "of unknown status" : group.status();
    return Phrase.of(group.groupId() + " {}", Fact.word("rds:DescribeDBClusters VpcSecurityGroups " + group.groupId(), network.at(),
        status));
  }
}
