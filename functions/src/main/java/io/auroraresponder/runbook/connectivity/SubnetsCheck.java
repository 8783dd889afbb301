package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.ClusterNetwork;
import io.auroraresponder.observation.ClusterNetwork.PlacedMember;
import io.auroraresponder.observation.ClusterNetwork.PlacedSubnet;
import io.auroraresponder.observation.Subnet;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Do the subnets work, and do they have addresses left? Without a free one a failover or a host replacement has nowhere to go. */
final class SubnetsCheck extends HopCheck {
  SubnetsCheck() {
    super(Hop.NETWORK);
  }

  @Override
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    if (!(evidence.network() instanceof Reading.Known<ClusterNetwork> network) || network.value().subnetIds().isEmpty()) {
      return open("the subnets of the cluster are unknown");
    }
    if (!(evidence.subnets() instanceof Reading.Known<List<Subnet>> subnets)) {
      return open("the subnets could not be read");
    }
    List<Phrase> troubles = new ArrayList<>(troubles(network.value()));
    subnets.value().forEach(subnet -> troubles.addAll(troubles(subnet, subnets.to())));
    missing(network.value(), subnets.value()).forEach(id -> troubles.add(Phrase.of(id + " does not exist")));
    Phrase limit =
        Phrase.of("active, with {} or more free addresses",
        ConnectivityLimit.FREE_ADDRESSES.at(evidence.at()));
    if (troubles.isEmpty()) {
      List<Phrase> seen = subnets.value().stream().map(subnet -> free(subnet, subnets.to())).toList();
      return result(Severity.OK, Phrase.join(", ", seen), limit, subnets.to());
    }
    return result(
        Severity.WARNING, Phrase.join("; ", troubles), limit, subnets.to(),
        new Advice(
            Phrase.of("Free addresses in these subnets, or add a subnet in another availability zone to the subnet group. Who uses them:"),
            Phrase.of("aws ec2 describe-network-interfaces --filters Name=subnet-id,Values=" + String.join(",", network.value().subnetIds())
                + " --query 'NetworkInterfaces[].[SubnetId,InterfaceType,Description]'")))
        .as(few(subnets.value()) ? Cause.ADDRESSES_EXHAUSTED : Cause.NETWORK_CLOSED);
  }

  private boolean few(List<Subnet> subnets) {
    return subnets.stream().anyMatch(subnet -> subnet.freeAddresses() < ConnectivityLimit.FREE_ADDRESSES.count());
  }

  private static Set<Phrase> troubles(ClusterNetwork network) {
    Set<Phrase> troubles = new LinkedHashSet<>();
    for (PlacedMember member : network.members()) {
      String group = member.subnetGroupStatus();
      if (!group.isBlank() && !group.equals("Complete")) {
        troubles.add(Phrase.of("the subnet group of " + member.id() + " is {}", fact(network, member.id() + " SubnetGroupStatus", group)));
      }
      for (PlacedSubnet subnet : member.subnets()) {
        if (!subnet.status().isBlank() && !subnet.status().equals("Active")) {
          troubles.add(Phrase.of(subnet.subnetId() + " is {}", fact(network, subnet.subnetId() + " SubnetStatus", subnet.status())));
        }
      }
    }
    return troubles;
  }

  private List<Phrase> troubles(Subnet subnet, Instant at) {
    List<Phrase> troubles = new ArrayList<>();
    if (!subnet.state().equals("available")) {
      troubles.add(Phrase.of(subnet.id() + " is {}", word("ec2:DescribeSubnets " + subnet.id() + " State", at, subnet.state())));
    }
    if (subnet.freeAddresses() < ConnectivityLimit.FREE_ADDRESSES.count()) {
      troubles.add(free(subnet, at));
    }
    return troubles;
  }

  private static Phrase free(Subnet subnet, Instant at) {
    return Phrase.of(
        subnet.id() + " has {} free",
        Fact.counted("ec2:DescribeSubnets " + subnet.id() + " AvailableIpAddressCount", at, subnet.freeAddresses(), "address",
        "addresses"));
  }

  private static List<String> missing(ClusterNetwork network, List<Subnet> subnets) {
    Set<String> known = new LinkedHashSet<>(subnets.stream().map(Subnet::id).toList());
    return network.subnetIds().stream().filter(id -> !known.contains(id)).toList();
  }

  private static Fact fact(ClusterNetwork network, String field, String value) {
    return word("rds:DescribeDBInstances " + field, network.at(), value);
  }
}
