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
record Commands(String functionName) {
  private static final String INVOKE = "aws lambda invoke --function-name {} --cli-binary-format raw-in-base64-out --payload ";

  Advice undo(String leaseId, Instant at) {
    return new Advice(
        Phrase.of("Give the range back now"), Phrase.of(INVOKE + "'{\"undo\":\"{}\"}' /dev/stdout", function(at),
        Fact.word("ledger lease", at, leaseId)));
  }

  Advice keep(String leaseId, Instant at) {
    return order("Keep the range", "keep", leaseId, at);
  }

  Advice adopt(String unclaimed, Instant at) {
    return order("It is the responder's; make it a lease", "adopt", unclaimed, at);
  }

  Advice leave(String unclaimed, Instant at) {
    return order("It is somebody's; leave it", "leave", unclaimed, at);
  }

  private Advice order(String purpose, String kind, String target, Instant at) {
    return new Advice(
        Phrase.of(purpose),
        Phrase.of(INVOKE + "'{\"" + kind + "\":\"{}\"}' /dev/stdout", function(at), Fact.word("ledger lease", at, target)));
  }

  Advice stop(Instant at) {
    return new Advice(
        Phrase.of("Stop all changes on all clusters"),
        Phrase.of(INVOKE + "'{\"switch\":\"stop\",\"why\":\"by hand\"}' /dev/stdout", function(at)));
  }

  Advice run(Instant at) {
    return new Advice(
        Phrase.of("Allow changes again"), Phrase.of(INVOKE + "'{\"switch\":\"run\",\"why\":\"by hand\"}' /dev/stdout", function(at)));
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
  Advice set(String purpose, ClusterId cluster, ScalingRange range, Instant at) {
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

  private Fact function(Instant at) {
    return Fact.word("setting functionName", at, functionName);
  }

  private static Fact capacity(String which, Instant at, double acu) {
    return new Fact("range " + which, at, Numbers.plain(acu), "ACU");
  }
}
