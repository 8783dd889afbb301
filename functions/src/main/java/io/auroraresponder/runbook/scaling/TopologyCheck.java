package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Do classes, promotion tiers and states of the members fit together? */
final class TopologyCheck extends ScalingCheck {
  private static final String SHORT_OF_MEMORY = "incompatible-parameters";

  @Override
  public String harm() {
    return "The instance cannot work.";
  }

  @Override
  CheckResult examine(ScalingPicture picture) {
    Phrase limit = Phrase.of("available, a reader in tier {} or {}", tier(picture, 0), tier(picture, 1));
    Instant since = picture.cluster().at();
    List<Finding> findings = new ArrayList<>();
    for (Member member : picture.cluster().members()) {
      findings.add(state(member, limit, since));
    }
    findings.add(finding(failover(picture).isEmpty() ? Severity.OK
        : Severity.INFO, roles(picture).and(": ", failover(picture)), limit, since));
    return all(findings).as(word(picture.cluster().members()));
  }

  /** The worst member's. */
  private static Cause word(List<Member> members) {
    if (members.stream().anyMatch(member -> member.status().equals(SHORT_OF_MEMORY))) {
      return Cause.MINIMUM_TOO_LOW;
    }
    return members.stream().anyMatch(member -> member.writer() && !member.status().equals("available")) ? Cause.CLUSTER_UNAVAILABLE
        : Cause.READER_UNAVAILABLE;
  }

  /** Readers in these tiers follow the writer (Aurora User Guide, how Serverless v2 works). */
  private static Fact tier(ScalingPicture picture, int number) {
    return Fact.count("Aurora User Guide, promotion tiers", picture.cluster().at(), number, "");
  }

  private Finding state(Member member, Phrase limit, Instant since) {
    String status = member.status().isBlank() ? "of unknown state" : member.status();
    Phrase seen = Phrase.of(member.id() + " is {}", Fact.word("rds:DescribeDBInstances DBInstanceStatus " + member.id(), since, status));
    return switch (member.status()) {
      case SHORT_OF_MEMORY ->
          finding(Severity.CRITICAL, seen, limit, since,
              new Advice(
                  Phrase.of("It has too little memory for its parameters. Raise min or max, or lower the parameters, then reboot it; it "
                  + "is down "
                      + "already:"),
                  Phrase.of("aws rds reboot-db-instance --db-instance-identifier " + member.id())));
      case "", "available" -> finding(Severity.OK, seen, limit, since);
      default -> finding(Severity.WARNING, seen, limit, since,
          Calls.instanceEvents("See what RDS does with it, and wait until it is available", member.id(), since));
    };
  }

  private static Phrase roles(ScalingPicture picture) {
    List<Phrase> members = new ArrayList<>();
    for (Member member : picture.cluster().members()) {
      Fact tier = Fact.count("rds:DescribeDBClusters PromotionTier " + member.id(), picture.cluster().at(), member.promotionTier(), "");
      Fact shape = Fact.word("rds:DescribeDBInstances DBInstanceClass " + member.id(), picture.cluster().at(),
          member.instanceClass().isBlank() ? "unknown class" : member.instanceClass());
      members.add(Phrase.of((member.writer() ? "writer " : "reader ") + member.id() + " (tier {}, {})", tier, shape));
    }
    return Phrase.join(", ", members);
  }

  /** What a failover would find; empty where a reader stands ready at the size of the writer. */
  private static Phrase failover(ScalingPicture picture) {
    List<Member> readers = picture.cluster().members().stream().filter(member -> !member.writer()).toList();
    if (readers.isEmpty()) {
      return Phrase.of("no reader to fail over to");
    }
    if (readers.stream().anyMatch(member -> !member.serverless())) {
      return Phrase.of("provisioned and serverless instances are mixed; a provisioned one keeps its size");
    }
    return readers.stream().anyMatch(Member::followsWriter)
        ? Phrase.EMPTY
        : Phrase.of("every reader scales by itself, so after a failover the new writer starts from its own, smaller capacity");
  }
}
