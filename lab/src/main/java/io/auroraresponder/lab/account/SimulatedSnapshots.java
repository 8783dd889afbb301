package io.auroraresponder.lab.account;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;

/**
 * Cluster snapshots: RDS takes one of each cluster every night and keeps it as long as the retention says; others are as the world has
 * them. Each is told by two events, when it begins and when it is done.
 *
 * <p>Asked for by name, an automated one is there for whatever minute its name says: events name theirs.
 */
final class SimulatedSnapshots {
  private static final DateTimeFormatter IN_NAME = DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern AUTOMATED = Pattern.compile("rds:(.+)-(\\d{4}-\\d{2}-\\d{2}-\\d{2}-\\d{2})");
  private static final List<String> TYPES = List.of("automated", "manual", "shared", "public");

  /** How long a snapshot takes; AWS names no time, and Aurora's are quick whatever their size. */
  private static final Duration TAKES = Duration.ofMinutes(3);

  /** DescribeEvents reaches back so far: nothing older is told. */
  private static final Duration TOLD = Duration.ofDays(14);

  private final SimulatedAccount account;

  /** A snapshot of a cluster at a time. */
  private record Taken(ClusterLife owner, ClusterSetup.Snapshot snapshot, Instant at) {}

  SimulatedSnapshots(SimulatedAccount account) {
    this.account = account;
  }

  /** Newest first; empty where there is none. */
  List<DBClusterSnapshot> of(DescribeDbClusterSnapshotsRequest request) {
    String type = request.snapshotType() == null ? "" : request.snapshotType();
    String cluster = request.dbClusterIdentifier() == null ? "" : request.dbClusterIdentifier();
    String id = request.dbClusterSnapshotIdentifier() == null ? "" : request.dbClusterSnapshotIdentifier();
    if (!cluster.isEmpty() && !id.isEmpty()) {
      throw ServiceErrors.error("rds", "InvalidParameterCombination",
          "DBClusterIdentifier and DBClusterSnapshotIdentifier exclude each other.");
    }
    if (!type.isEmpty() && !TYPES.contains(type)) {
      throw ServiceErrors.error("rds", "InvalidParameterValue", "Unknown snapshot type: " + type);
    }
    if (!id.isEmpty()) {
      return named(id, type).map(this::described).stream().toList();
    }
    List<ClusterLife> owners = cluster.isEmpty() ? account.lives() : account.find(cluster).stream().toList();
    return owners.stream()
        .flatMap(owner -> Stream.concat(nightly(owner, kept(owner)).stream(), others(owner).stream()))
        .filter(taken -> type.isEmpty() || taken.snapshot().type().equals(type))
        .sorted(Comparator.comparing(Taken::at).reversed())
        .map(this::described)
        .toList();
  }

  /** What was told of a cluster's snapshots up to now. */
  List<ClusterLife.LoggedEvent> events(ClusterLife owner) {
    List<ClusterLife.LoggedEvent> events = new ArrayList<>();
    Instant now = account.now();
    Stream.concat(nightly(owner, now.minus(TOLD)).stream(), others(owner).stream()).forEach(
        taken -> {
          boolean automated = taken.snapshot().type().equals("automated");
          String kind = automated ? "automated" : "manual";
          events.add(event(taken, taken.at(), automated ? "RDS-EVENT-0168" : "RDS-EVENT-0074", "Creating " + kind + " cluster snapshot"));
          if (taken.snapshot().done()) {
            String done = Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + " cluster snapshot created";
            events.add(event(taken, taken.at().plus(TAKES), automated ? "RDS-EVENT-0169" : "RDS-EVENT-0075", done));
          }
        });
    return events.stream().filter(event -> !event.at().isAfter(now)).toList();
  }

  private static ClusterLife.LoggedEvent event(Taken taken, Instant at, String id, String message) {
    return new ClusterLife.LoggedEvent(at, taken.snapshot().id(), World.Subject.SNAPSHOT, id, message, List.of("backup"));
  }

  /** An automated one is found only when its type is named (RDS API model). */
  private Optional<Taken> named(String idOrArn, String type) {
    String id = idOrArn.replaceFirst("^arn:.*:cluster-snapshot:", "");
    Optional<Taken> known =
        account.lives().stream().flatMap(owner -> others(owner).stream()).filter(taken -> taken.snapshot().id().equals(id)).findFirst();
    if (known.isPresent()) {
      return known.filter(taken -> type.equals(taken.snapshot().type())
          || (type.isEmpty() && !taken.snapshot().type().equals("automated")));
    }
    Matcher name = AUTOMATED.matcher(id.toLowerCase(Locale.ROOT));
    if (!name.matches() || !type.equals("automated")) {
      return Optional.empty();
    }
    return account.find(name.group(1)).flatMap(owner -> time(name.group(2)).map(at -> automated(owner, at)));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, IN_NAME).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }

  private Instant kept(ClusterLife owner) {
    return account.now().minus(Duration.ofDays(owner.cluster.setup().backups().retentionDays()));
  }

  private List<Taken> nightly(ClusterLife owner, Instant from) {
    ClusterSetup.Backups backups = owner.cluster.setup().backups();
    Instant now = account.now();
    Instant until = backups.automatedUntil().map(owner::moment).filter(end -> end.isBefore(now)).orElse(now);
    Instant begin = owner.moment(backups.created()).isAfter(from) ? owner.moment(backups.created()) : from;
    Instant night = LocalDateTime.ofInstant(now, ZoneOffset.UTC).with(backups.window()).toInstant(ZoneOffset.UTC);
    List<Taken> all = new ArrayList<>();
    for (; !night.isBefore(begin); night = night.minus(Duration.ofDays(1))) {
      if (!night.isAfter(until)) {
        all.add(automated(owner, night));
      }
    }
    return all;
  }

  private static Taken automated(ClusterLife owner, Instant at) {
    String id = "rds:" + owner.cluster.id() + "-" + IN_NAME.format(at);
    return new Taken(owner, new ClusterSetup.Snapshot(id, "automated", owner.offset(at), "available", 100), at);
  }

  private List<Taken> others(ClusterLife owner) {
    Instant now = account.now();
    return owner.cluster.setup().backups().snapshots().stream()
        .map(snapshot -> new Taken(owner, snapshot, owner.moment(snapshot.at())))
        .filter(taken -> !taken.at().isAfter(now))
        .toList();
  }

  private DBClusterSnapshot described(Taken taken) {
    String cluster = taken.owner().cluster.id();
    return DBClusterSnapshot.builder()
        .dbClusterSnapshotIdentifier(taken.snapshot().id())
        .dbClusterSnapshotArn(account.arn("cluster-snapshot", taken.snapshot().id()))
        .dbClusterIdentifier(cluster)
        .dbClusterResourceId(account.resourceId(cluster))
        .engine(taken.owner().cluster.engine())
        .engineVersion(taken.owner().cluster.engineVersion())
        .snapshotType(taken.snapshot().type())
        .status(taken.snapshot().status())
        .percentProgress(taken.snapshot().percent())
        .snapshotCreateTime(taken.at())
        .build();
  }
}
