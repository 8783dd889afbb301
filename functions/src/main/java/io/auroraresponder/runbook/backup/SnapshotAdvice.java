package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** The command that takes a manual snapshot now, under a name that RDS accepts and that tells who asked for it. */
final class SnapshotAdvice {
  private static final String MARK = "-responder-";

  /** How every name ends that this runbook proposes: people call theirs -responder- too. */
  private static final Pattern OWN = Pattern.compile(".*" + MARK + "\\d{8}-\\d{4}");

  /** RDS API reference, CreateDBClusterSnapshot: 1 to 63 letters, digits, hyphens; no two hyphens in a row, none at the end. */
  private static final int LONGEST = 63;

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SnapshotAdvice() {}

  /** Whether this runbook has proposed a snapshot of that name. */
  static boolean proposed(String snapshot) {
    return OWN.matcher(snapshot).matches();
  }

  /** RDS takes one of a cluster that is available and of no other (Amazon RDS API, CreateDBClusterSnapshot). */
  static Advice take(ClusterState cluster, Instant now) {
    String id = cluster.id().value();
    return switch (cluster.status()) {
      case "available" -> new Advice(
          Phrase.of("Take a manual snapshot now:"),
          Phrase.of("aws rds create-db-cluster-snapshot --db-cluster-identifier " + id + " --db-cluster-snapshot-identifier "
              + name(id, now)));
      case "deleting" -> new Advice(
          Phrase.of("RDS takes no snapshot of a cluster that is being deleted. See what stays of it, a last snapshot among it:"),
          Phrase.of("aws rds describe-db-cluster-snapshots --db-cluster-identifier " + id
              + " --query 'DBClusterSnapshots[].[DBClusterSnapshotIdentifier,SnapshotType,Status,SnapshotCreateTime]'"));
      case "stopped" -> new Advice(
          Phrase.of("RDS takes no snapshot of a cluster that is stopped: start it, then take one."),
          Phrase.of("aws rds start-db-cluster --db-cluster-identifier " + id));
      default -> new Advice(
          Phrase.of("RDS takes no snapshot while the cluster is {}; this waits until it is available:",
              Fact.word("rds:DescribeDBClusters Status", cluster.at(), cluster.status().isBlank() ? "of unknown state" : cluster.status())),
          Phrase.of("aws rds wait db-cluster-available --db-cluster-identifier " + id));
    };
  }

  static String name(String cluster, Instant now) {
    String tail = MARK + MINUTE.format(now);
    String plain = cluster.replaceAll("[^A-Za-z0-9-]", "-").replaceAll("-{2,}", "-");
    String lettered = plain.isEmpty() || !Character.isLetter(plain.charAt(0)) ? "c" + plain : plain;
    String head = lettered.substring(0, Math.min(lettered.length(), LONGEST - tail.length()));
    return head.replaceAll("-+$", "") + tail;
  }
}
