package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.ClusterNetwork;
import io.auroraresponder.observation.ClusterNetwork.PlacedMember;
import io.auroraresponder.observation.SecurityGroup;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** Is the port open to the whole internet? Worse where a member has a public address. */
final class WorldOpenCheck extends HopCheck {
  WorldOpenCheck() {
    super(Hop.BESIDE);
  }

  @Override
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    if (!(evidence.network() instanceof Reading.Known<ClusterNetwork> network)
        || !(evidence.securityGroups() instanceof Reading.Known<List<SecurityGroup>> groups)
        || cluster.port() <= 0) {
      return open("the rules of the security groups could not be read");
    }
    List<Phrase> rules = RuleBook.of(groups.value(), evidence.prefixLists(), groups.to())
        .worldRules(network.value().groupIds(), cluster.port());
    boolean isPublic = network.value().members().stream().anyMatch(PlacedMember::publiclyAccessible);
    Phrase wanted = Phrase.of("no rule for the whole internet");
    if (rules.isEmpty()) {
      return result(Severity.OK, Phrase.of(isPublic ? "no rule for the whole internet, but a public address"
          : "no rule for the whole internet"), wanted, groups.to());
    }
    Phrase seen = Phrase.join(", ", rules).and("", Phrase.of(" on port {}", port(cluster)));
    Phrase line = seen.and("", Phrase.of(isPublic ? ", and an instance has a public address" : "; no instance has a public address"));
    return result(
        isPublic ? Severity.WARNING : Severity.INFO, line, wanted, groups.to(),
        Advice.of("Replace the rule with the security groups or addresses of the real clients."));
  }
}
