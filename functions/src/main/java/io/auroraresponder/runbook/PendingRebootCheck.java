package io.auroraresponder.runbook;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import java.util.List;

/**
 * Do settings wait for a reboot? After a change of the range max_connections is one of them (Aurora User Guide, capacity settings). A note:
 * what such a limit does to users is found where it is reached.
 */
public final class PendingRebootCheck<E extends Evidence> implements Check<E> {
  private static final String PENDING = "pending-reboot";

  @Override
  public CheckResult examine(E evidence) {
    return switch (evidence.cluster()) {
      case Reading.Known<ClusterState> known -> examine(known.value());
      case Reading.Unavailable<ClusterState> gap -> open(evidence, gap);
    };
  }

  private CheckResult examine(ClusterState cluster) {
    List<Member> pending = cluster.members().stream().filter(PendingRebootCheck::waits).toList();
    Phrase wanted = Phrase.of("in-sync");
    if (!pending.isEmpty()) {
      List<Phrase> words = pending.stream().map(member -> Phrase.of(member.id() + " is {}", status(cluster, member))).toList();
      Phrase line = Phrase.join(", ", words).and("",
          Phrase.of(": limits that follow max, such as max_connections, are still the old ones"));
      return result(Severity.INFO, line, wanted, cluster.at(), pending.stream().map(PendingRebootCheck::reboot).toArray(Advice[]::new));
    }
    if (cluster.members().isEmpty() || cluster.members().stream().anyMatch(member -> member.parameterStatus().isBlank())) {
      return open("the parameter status of the instances could not be read");
    }
    return result(Severity.OK, Phrase.of("no parameter waits for a reboot"), wanted, cluster.at());
  }

  /** Whether the member still runs with parameters of before. */
  public static boolean waits(Member member) {
    return member.parameterStatus().equals(PENDING);
  }

  /** How a member comes to the parameters that its range asks for. */
  public static Advice reboot(Member member) {
    return new Advice(
        Phrase.of("Changed parameters of " + member.id() + " take effect with a reboot:"),
        Phrase.of("aws rds reboot-db-instance --db-instance-identifier " + member.id()));
  }

  private static Fact status(ClusterState cluster, Member member) {
    return Fact.word("rds:DescribeDBClusters DBClusterParameterGroupStatus " + member.id(), cluster.at(), member.parameterStatus());
  }
}
