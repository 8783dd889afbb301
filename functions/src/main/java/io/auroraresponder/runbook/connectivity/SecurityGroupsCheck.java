package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.ClusterNetwork;
import io.auroraresponder.observation.SecurityGroup;
import io.auroraresponder.observation.Subnet;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.connectivity.RuleBook.Peer;
import io.auroraresponder.runbook.connectivity.RuleVerdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Do the security groups let the source in? Open means that its egress and the cluster's ingress both allow the port. */
final class SecurityGroupsCheck extends HopCheck {
  SecurityGroupsCheck() {
    super(Hop.NETWORK);
  }

  @Override
  public Cause cause() {
    return Cause.NETWORK_CLOSED;
  }

  @Override
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    if (!(evidence.network() instanceof Reading.Known<ClusterNetwork> network)) {
      return open("the security groups of the cluster are unknown");
    }
    if (!(evidence.securityGroups() instanceof Reading.Known<List<SecurityGroup>> groups)) {
      return open("the rules of the security groups could not be read");
    }
    if (cluster.port() <= 0) {
      return open("the port of the cluster could not be read");
    }
    RuleBook book = RuleBook.of(groups.value(), evidence.prefixLists(), groups.to());
    List<String> attached = network.value().groupIds();
    if (attached.isEmpty()) {
      // A cluster in a VPC always has one: an answer without any was no answer.
      return open("RDS named no security group of the cluster");
    }
    RuleVerdict in = book.into(attached, Peer.of(evidence.source()), cluster.port());
    RuleVerdict out = outward(evidence, cluster, book, attached);
    return answer(evidence, cluster, attached, in, out);
  }

  /** Where the source's groups are not known its own side is not judged: an address may be outside of AWS. */
  private static RuleVerdict outward(ConnectivityEvidence evidence, ClusterState cluster, RuleBook book, List<String> attached) {
    ConnectionSource source = evidence.source();
    if (source.groupIds().isEmpty()) {
      return RuleVerdict.open(Phrase.EMPTY);
    }
    Peer database = new Peer(cluster.id().value(), Set.copyOf(attached), databaseBlocks(evidence));
    return book.outOf(source.groupIds(), database, cluster.port());
  }

  private static List<Cidr> databaseBlocks(ConnectivityEvidence evidence) {
    List<Subnet> subnets = evidence.subnets().orElse(List.of());
    return subnets.stream().flatMap(subnet -> subnet.blocks().stream()).map(Cidr::parse).flatMap(Optional::stream).filter(Cidr::isV4)
        .toList();
  }

  private CheckResult answer(ConnectivityEvidence evidence, ClusterState cluster, List<String> attached, RuleVerdict in, RuleVerdict out) {
    String who = evidence.source().name();
    Phrase wanted = Phrase.of("TCP port {} open from " + who, port(cluster));
    if (in.is(Verdict.CLOSED)) {
      Phrase seen = Phrase.of("no rule of " + names(attached) + " lets " + who + " in on TCP port {}", port(cluster));
      return closed(evidence, seen, wanted, cluster, openUp(evidence, cluster, attached));
    }
    if (out.is(Verdict.CLOSED)) {
      String own = names(evidence.source().groupIds());
      Phrase seen = Phrase.of("no egress rule of " + own + " lets " + who + " out to TCP port {} of the cluster", port(cluster));
      return closed(evidence, seen, wanted, cluster,
          Advice.of("Add an egress rule to the cluster's security group on its port to " + own + "."));
    }
    if (in.is(Verdict.CANNOT_TELL) || out.is(Verdict.CANNOT_TELL)) {
      return doubt(who, in, out);
    }
    Phrase seen = Phrase.of(who + " may connect to TCP port {}; inbound: {}; outbound: {}", port(cluster), in.why(), out.why());
    return result(Severity.OK, seen, wanted, cluster.at());
  }

  private CheckResult closed(ConnectivityEvidence evidence, Phrase seen, Phrase wanted, ClusterState cluster, Advice advice) {
    if (evidence.source().probe() && evidence.sessionCameAbout()) {
      Phrase contradiction = seen.and("", Phrase.of(
          "; the probe has a session all the same, so it connects from another place than the settings say"));
      return result(Severity.INFO, contradiction, wanted, cluster.at());
    }
    return result(Severity.CRITICAL, seen, wanted, cluster.at(), advice);
  }

  private CheckResult doubt(String who, RuleVerdict in, RuleVerdict out) {
    Phrase why = Phrase.join("; ", List.of(in.is(Verdict.CANNOT_TELL) ? in.why() : Phrase.EMPTY, out.is(Verdict.CANNOT_TELL) ? out.why()
        : Phrase.EMPTY));
    Phrase reason = Phrase.of("cannot tell whether the security groups let " + who + " in: {}", why);
    return new CheckResult.Inconclusive(id(), new Gap(id(), reason,
        Phrase.of("name the security group and the addresses of " + who + " in the settings")));
  }

  private static Advice openUp(ConnectivityEvidence evidence, ClusterState cluster, List<String> attached) {
    ConnectionSource source = evidence.source();
    Phrase text = Phrase.of("Allow exactly " + source.name() + ", if it should get in:");
    if (source.groupIds().isEmpty() && source.blocks().isEmpty()) {
      return Advice.of("Add an ingress rule for the security group of " + source.name() + " on the cluster's port.");
    }
    String base = "aws ec2 authorize-security-group-ingress --group-id " + attached.getFirst() + " --protocol tcp --port {}";
    if (!source.groupIds().isEmpty()) {
      return new Advice(text, Phrase.of(base + " --source-group " + source.groupIds().getFirst(), port(cluster)));
    }
    String block = source.blocks().getFirst();
    if (Cidr.parse(block).filter(Cidr::isV4).isEmpty()) {
      return Advice.of("Add an ingress rule for the addresses of " + source.name() + " on the cluster's port.");
    }
    return new Advice(
        text,
        Phrase.of(
            base + " --cidr {}", port(cluster), Fact.word("setting connectivity.source", evidence.at(), block)));
  }

  private static String names(List<String> groups) {
    return String.join(", ", groups);
  }
}
