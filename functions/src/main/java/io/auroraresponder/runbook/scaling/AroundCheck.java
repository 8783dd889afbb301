package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.ArrayList;
import java.util.List;

/** What stands around the cluster and changes how its numbers read? */
final class AroundCheck extends ScalingCheck {
  private static final Phrase LIMIT = Phrase.EMPTY;

  @Override
  CheckResult examine(ScalingPicture picture) {
    List<Phrase> found = new ArrayList<>();
    AttachedServices around = picture.evidence().around();
    add(found, around.proxies().orElse(List.of()), "RDS Proxy", "rds:DescribeDBProxyTargets", picture,
        "it pools, so the connections are its own and not those of the clients");
    add(found, around.integrations().orElse(List.of()), "zero-ETL integration", "rds:DescribeIntegrations", picture,
        "it decodes every change, which costs capacity of the writer");
    if (around.logicalReplication()) {
      found.add(
          Phrase.of("{} is on: an unread slot keeps the log and holds back vacuum",
          Fact.word("rds:DescribeDBClusterParameters", picture.at(), "rds.logical_replication")));
    }
    List<String> global = picture.cluster().blockers().stream().filter(one -> one.startsWith("global database")).toList();
    add(found, global, "", "rds:DescribeDBClusters GlobalClusterIdentifier", picture,
        "its other regions have ranges of their own, and a switchover lands on theirs");
    List<String> scaled = picture.members().stream().filter(AttachedServices::autoScaled).map(member -> member.id()).toList();
    add(found, scaled, "reader", "rds:DescribeDBClusters DBClusterMembers", picture,
        "added by reader auto scaling, so the cost bound counts readers that come and go");
    if (!found.isEmpty()) {
      return result(Severity.INFO, Phrase.join("; ", found), LIMIT, picture.cluster().at());
    }
    List<Phrase> missing = around.missing(picture.at());
    return missing.isEmpty()
        ? result(Severity.OK, Phrase.of("no proxy, integration, logical replication, global database or reader auto scaling"), LIMIT,
        picture.cluster().at())
        : CheckResult.open(id(), Phrase.join("; ", missing));
  }

  private static void add(List<Phrase> found, List<String> names, String what, String source, ScalingPicture picture, String meaning) {
    for (String name : names) {
      found.add(Phrase.of((what.isEmpty() ? "" : what + " ") + "{}: " + meaning, Fact.word(source, picture.at(), name)));
    }
  }
}
