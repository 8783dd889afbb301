package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.ClusterNetwork;
import io.auroraresponder.observation.ClusterNetwork.PlacedMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where to look when packets vanish: what this runbook does not read itself, then the instance. */
final class NetworkAdvice {
  private static final String SAFE_ID = "[a-z]+-[0-9a-z]+";

  private NetworkAdvice() {}

  /** Each command changes nothing but the last, which ends sessions and says so. */
  static Advice[] of(ConnectivityEvidence evidence, ClusterState cluster) {
    Reading<ClusterNetwork> network = evidence.network();
    List<String> subnets = network.map(ClusterNetwork::subnetIds).orElse(List.of()).stream().filter(id -> id.matches(SAFE_ID)).toList();
    String vpc =
        network.map(ClusterNetwork::members).orElse(List.of()).stream().map(PlacedMember::vpcId).filter(id -> id.matches(SAFE_ID))
            .findFirst().orElse("");
    List<Advice> all = new ArrayList<>();
    all.add(acls(cluster, subnets));
    all.add(routes(vpc));
    hang(cluster).ifPresent(all::add);
    return all.toArray(Advice[]::new);
  }

  private static Advice acls(ClusterState cluster, List<String> subnets) {
    Phrase text =
        Phrase.of(
            "See whether the network ACLs of the cluster's subnets let port {} in and the answers (ports from 1024) out:",
            HopCheck.port(cluster));
    return subnets.isEmpty()
        ? Advice.of(text)
        : new Advice(text, Phrase.of("aws ec2 describe-network-acls --filters Name=association.subnet-id,Values="
        + String.join(",", subnets)
            + " --query 'NetworkAcls[].Entries[]' --output table"));
  }

  private static Advice routes(String vpc) {
    String text = "See whether route tables lead from the clients' subnets to these and back, over peering or transit gateway too:";
    return vpc.isEmpty() ? Advice.of(text)
        : new Advice(Phrase.of(text), Phrase.of("aws ec2 describe-route-tables --filters Name=vpc-id,Values=" + vpc
            + " --query 'RouteTables[].[RouteTableId,Associations[].SubnetId,Routes[]]'"));
  }

  /** With a reader to take over a failover, else a restart of the writer. */
  private static Optional<Advice> hang(ClusterState cluster) {
    boolean reader = cluster.members().stream().anyMatch(member -> !member.writer() && member.status().equals("available"));
    String text = "Only if both are right and other clients get no answer either, the instance hangs. ";
    return reader
        ? Optional.of(
            new Advice(
                Phrase.of(text + "Fail over to a reader:"),
                Phrase.of("aws rds failover-db-cluster --db-cluster-identifier " + cluster.id().value())))
        : cluster.writer()
            .map(writer -> new Advice(
                Phrase.of(text + "Restart it:"),
                Phrase.of("aws rds reboot-db-instance --db-instance-identifier " + writer.id())));
  }
}
