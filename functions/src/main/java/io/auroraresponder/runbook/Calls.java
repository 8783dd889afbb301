package io.auroraresponder.runbook;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Look.Failed.Station;
import java.time.Instant;

/** AWS calls that show a person more than the look did, and the responder's own runbooks by hand. None of them changes anything. */
public final class Calls {
  private static final String SOURCE = "advice";

  private Calls() {}

  /** What Aurora itself says of why an instance may not pause, in the newest log that it writes for that alone. */
  public static Advice pauseLog(String why, String member, Instant at) {
    String instance = " --db-instance-identifier " + member;
    return call(why, at,
        "aws rds describe-db-log-files" + instance + " --filename-contains instance.log --output text"
            + " --query 'DescribeDBLogFiles[].[LogFileName]' | tail -n1 | xargs -I LOG aws rds download-db-log-file-portion" + instance
            + " --log-file-name LOG --output text | grep -i pause | tail -n 20");
  }

  /** Lines of the newest PostgreSQL log that hold {@code words}, with what follows them. */
  public static Advice log(String why, String member, String region, String words, Instant at) {
    String instance = " --db-instance-identifier " + member + (region.isBlank() ? "" : " --region " + region);
    return call(why, at,
        "aws rds describe-db-log-files" + instance + " --filename-contains postgresql --output text"
            + " --query 'DescribeDBLogFiles[].[LogFileName]' | tail -n1 | xargs -I LOG aws rds download-db-log-file-portion" + instance
            + " --log-file-name LOG --output text | grep -A12 '" + words + "'");
  }

  /** What RDS has said of the cluster within a day. */
  public static Advice events(String why, String cluster, Instant at) {
    return call(why, at, "aws rds describe-events --source-type db-cluster --source-identifier " + cluster + " --duration 1440");
  }

  /** What RDS has said of an instance within a day. */
  public static Advice instanceEvents(String why, String member, Instant at) {
    return call(why, at, "aws rds describe-events --source-type db-instance --source-identifier " + member + " --duration 1440");
  }

  /** Status and members as they are now. */
  public static Advice cluster(String why, String cluster, Instant at) {
    return call(why, at, "aws rds describe-db-clusters --db-cluster-identifier " + cluster
        + " --query 'DBClusters[].[Status,Endpoint,DBClusterMembers[].[DBInstanceIdentifier,IsClusterWriter]]'");
  }

  /** A look by another runbook, or again by the same. */
  public static Advice look(String why, String runbook, String cluster, Instant at) {
    return call(why, at, "aws lambda invoke --function-name aurora-responder-" + runbook + ":live --cli-binary-format raw-in-base64-out "
        + "--payload '{\"cluster\":\"" + cluster + "\"}' /dev/stdout");
  }

  /**
   * The look that helps where nothing is known: by the runbook for connections where no session came about, which says where the way
   * ends, else by the same runbook again.
   *
   * @param otherwise why to look again by the same
   */
  public static Advice next(String otherwise, String runbook, Evidence evidence) {
    boolean outside = evidence.look() instanceof Look.Failed failed && failed.station() != Station.SESSION;
    String cluster = evidence.incident().cluster().value();
    return outside
        ? look("See where the way to the database ends: name, security groups, certificate, connections and login are looked into, network"
            + " ACLs and routes are not", "connectivity", cluster, evidence.at())
        : look(otherwise, runbook, cluster, evidence.at());
  }

  private static Advice call(String why, Instant at, String command) {
    return new Advice(Phrase.quoting(SOURCE, at, why + ":"), Phrase.quoting(SOURCE, at, command));
  }
}
