package io.auroraresponder.remediation;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.ScalingRange;
import java.time.Instant;

/** The exact commands that messages give to people. */
public record Commands() {
  private static final int TARGET = 8;

  Advice undo(String target, Instant at) {
    return order("Give the range back now", "undo", target, at);
  }

  Advice keep(String target, Instant at) {
    return order("Keep the range", "keep", target, at);
  }

  Advice adopt(String unclaimed, Instant at) {
    return order("It is the responder's; make it a lease", "adopt", unclaimed, at);
  }

  Advice leave(String unclaimed, Instant at) {
    return order("It is somebody's; leave it", "leave", unclaimed, at);
  }

  /** {@code planHash}: whole, since an approval names the plan and everything that it was judged on. */
  Advice approve(String planHash, Instant at) {
    return new Advice(Phrase.of("Agree to it"), Phrase.of("./responder approve {} --aws", Fact.word("plan hash", at, planHash)));
  }

  Advice refuse(String planHash, Instant at) {
    return new Advice(Phrase.of("Or refuse it"), Phrase.of("./responder refuse {} --aws", Fact.word("plan hash", at, planHash)));
  }

  private static Advice order(String purpose, String kind, String target, Instant at) {
    return new Advice(Phrase.of(purpose), Phrase.of("./responder " + kind + " {} --aws", Fact.word("ledger lease", at, shortened(target))));
  }

  /** Eight characters name a lease, a change or a late call of a cluster. */
  private static String shortened(String target) {
    return target.length() > TARGET ? target.substring(0, TARGET) : target;
  }

  Advice stop(Instant at) {
    return new Advice(Phrase.of("Stop all changes on all clusters"), Phrase.of("./responder switch stop --aws"));
  }

  /** The tags that let the responder act on this very cluster. */
  Advice allow(ClusterState cluster) {
    return new Advice(
        Phrase.of("Let the responder do this by itself next time"),
        Phrase.of(
            "aws rds add-tags-to-resource --resource-name {} --tags Key=aurora-responder:mode,Value=act "
            + "Key=aurora-responder:cluster,Value={}",
            Fact.word("rds:DescribeDBClusters DBClusterArn", cluster.at(), cluster.arn()),
            Fact.word("rds:DescribeDBClusters DbClusterResourceId", cluster.at(), cluster.resourceId())));
  }

  /** Where a tag is not understood, no mode helps. */
  Advice tags(ClusterState cluster) {
    return new Advice(
        Phrase.of("Correct the cluster's tags first; this lists them"),
        Phrase.of("aws rds list-tags-for-resource --resource-name {}",
        Fact.word("rds:DescribeDBClusters DBClusterArn", cluster.at(), cluster.arn())));
  }

  /** Min and max always together, pause seconds only where min is 0: RDS resets or refuses them otherwise. */
  public Advice set(String purpose, ClusterId cluster, ScalingRange range, Instant at) {
    Phrase command =
        Phrase.of(
            "aws rds modify-db-cluster --db-cluster-identifier {} --apply-immediately"
                + " --serverless-v2-scaling-configuration MinCapacity={#},MaxCapacity={#}",
            Fact.word("cluster", at, cluster.value()), capacity("min", at, range.minAcu()), capacity("max", at, range.maxAcu()));
    Phrase pause =
        range.mayPause() && range.pauseSeconds() > 0
            ? Phrase.of(",SecondsUntilAutoPause={#}", Fact.count("range pause", at, range.pauseSeconds(), "s"))
            : Phrase.EMPTY;
    return new Advice(Phrase.of(purpose), command.and("", pause));
  }

  private static Fact capacity(String which, Instant at, double acu) {
    return new Fact("range " + which, at, Numbers.plain(acu), "ACU");
  }
}
