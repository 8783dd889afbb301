package io.auroraresponder.lab.account;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;

/**
 * Cluster snapshots: nobody takes any by hand, and RDS takes one of each cluster every night and keeps it for a week.
 *
 * <p>Asked for by name, an automated one is there for whatever minute its name says: events name theirs.
 */
final class SimulatedSnapshots {
  private static final int DAYS = 7;
  private static final LocalTime WINDOW = LocalTime.of(2, 40);
  private static final DateTimeFormatter IN_NAME = DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern AUTOMATED = Pattern.compile("rds:(.+)-(\\d{4}-\\d{2}-\\d{2}-\\d{2}-\\d{2})");

  private final SimulatedAccount account;

  SimulatedSnapshots(SimulatedAccount account) {
    this.account = account;
  }

  /** Newest first; empty where there is none. */
  List<DBClusterSnapshot> of(DescribeDbClusterSnapshotsRequest request) {
    String type = request.snapshotType() == null ? "" : request.snapshotType();
    if (!type.isEmpty() && !type.equals("automated")) {
      return List.of();
    }
    if (request.dbClusterSnapshotIdentifier() != null) {
      return named(request.dbClusterSnapshotIdentifier()).stream().toList();
    }
    String cluster = request.dbClusterIdentifier() == null ? "" : request.dbClusterIdentifier();
    List<ClusterLife> owners = cluster.isEmpty() ? account.lives() : account.find(cluster).stream().toList();
    return owners.stream().flatMap(owner -> nightly(owner).stream()).toList();
  }

  private Optional<DBClusterSnapshot> named(String idOrArn) {
    Matcher name = AUTOMATED.matcher(idOrArn.replaceFirst("^arn:.*:cluster-snapshot:", "").toLowerCase(Locale.ROOT));
    if (!name.matches()) {
      return Optional.empty();
    }
    return account.find(name.group(1)).flatMap(owner -> time(name.group(2)).map(at -> snapshot(owner, at)));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, IN_NAME).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }

  private List<DBClusterSnapshot> nightly(ClusterLife owner) {
    Instant now = account.now();
    Instant last = LocalDateTime.ofInstant(now, ZoneOffset.UTC).with(WINDOW).toInstant(ZoneOffset.UTC);
    Instant newest = last.isAfter(now) ? last.minus(Duration.ofDays(1)) : last;
    List<DBClusterSnapshot> all = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      all.add(snapshot(owner, newest.minus(Duration.ofDays(day))));
    }
    return all;
  }

  private DBClusterSnapshot snapshot(ClusterLife owner, Instant at) {
    String id = "rds:" + owner.cluster.id() + "-" + IN_NAME.format(at);
    return DBClusterSnapshot.builder()
        .dbClusterSnapshotIdentifier(id)
        .dbClusterSnapshotArn(account.arn("cluster-snapshot", id))
        .dbClusterIdentifier(owner.cluster.id())
        .dbClusterResourceId(account.resourceId(owner.cluster.id()))
        .engine(owner.cluster.engine())
        .engineVersion(owner.cluster.engineVersion())
        .snapshotType("automated")
        .status("available")
        .percentProgress(100)
        .snapshotCreateTime(at)
        .build();
  }
}
