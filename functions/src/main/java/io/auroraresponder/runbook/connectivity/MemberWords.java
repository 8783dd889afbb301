package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.connectivity.StatusTable.Meaning;
import java.time.Instant;

/** A member's status in words. */
final class MemberWords {
  private MemberWords() {}

  static Phrase of(ClusterState cluster, Member member, Meaning meaning) {
    String source = "rds:DescribeDBInstances " + member.id() + " DBInstanceStatus";
    return Phrase.of(member.id() + " {}: " + meaning.words(), Fact.word(source, cluster.at(), member.status()));
  }

  /** The cure that goes with a status, where there is one. */
  static Advice[] advice(Member member, Instant at) {
    return switch (member.status()) {
      case "incompatible-parameters" ->
          new Advice[] {
            new Advice(
                Phrase.of("Its parameters ask for more memory than it has. Raise min or max of the scaling range or lower the "
                + "parameters, and reboot it:"),
                Phrase.of("aws rds reboot-db-instance --db-instance-identifier " + member.id()))
          };
      case "incompatible-network" ->
          new Advice[] {Advice.of(
              "Add a subnet with free addresses in its availability zone to its subnet group, then modify or restart it.")};
      case "stopped" ->
          new Advice[] {Advice.of("Start the cluster; a single instance cannot be started.")};
      case "available", "" -> new Advice[0];
      default -> new Advice[] {Calls.instanceEvents("See what RDS does with it; wait until it is available", member.id(), at)};
    };
  }
}
