package io.auroraresponder.lab.account;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands around a cluster's engine: its place in the network, its backups and the failovers that will happen.
 *
 * @param groups status of its membership by security group, {@code active} as a rule
 * @param subnets of its subnet group; empty: all of the network
 * @param cachedEndpoint the member to which the cluster endpoint's name still leads where it was resolved before a failover; empty: to
 *     the writer
 * @param blueGreen a deployment that is to put another cluster in this one's place
 */
public record ClusterSetup(
    Map<String, String> groups, List<String> subnets, Backups backups, List<Failover> failovers, Optional<String> cachedEndpoint,
    Optional<BlueGreen> blueGreen) {
  public ClusterSetup {
    groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    subnets = List.copyOf(subnets);
    failovers = List.copyOf(failovers);
  }

  /**
   * How the cluster is backed up.
   *
   * @param retentionDays 1 to 35
   * @param window when the nightly snapshot is cut, UTC
   * @param created when the cluster was made; nothing is older
   * @param restorable up to when a restore can go
   * @param automatedUntil no nightly snapshot later than this, empty: there always is one
   * @param ownedByAwsBackup AWS Backup owns the continuous backup
   * @param kmsKey ARN, empty where the volume is not encrypted
   * @param snapshots those beside the nightly ones
   */
  public record Backups(
      int retentionDays,
      LocalTime window,
      Duration created,
      Restorable restorable,
      Optional<Duration> automatedUntil,
      boolean ownedByAwsBackup,
      String kmsKey,
      List<Snapshot> snapshots) {
    public Backups {
      snapshots = List.copyOf(snapshots);
    }
  }

  /** The latest restorable time. */
  public sealed interface Restorable {
    /** Follows now at a distance. */
    record Behind(Duration by) implements Restorable {}

    /** Stands still since that moment. */
    record Since(Duration at) implements Restorable {}

    /** There is none. */
    record Never() implements Restorable {}
  }

  /**
   * A snapshot.
   *
   * @param type automated or manual; those of AWS Backup are manual ones whose name begins with {@code awsbackup:}
   */
  public record Snapshot(String id, String type, Duration at, String status, int percent) {
    boolean done() {
      return status.equals("available");
    }
  }

  /**
   * A failover.
   *
   * @param to the reader that becomes the writer
   * @param takes how long the cluster is {@code failing-over}
   */
  public record Failover(Trigger trigger, String to, Duration takes) {}

  /**
   * A blue/green deployment with this cluster as its source.
   *
   * @param green the cluster that is to take its place
   * @param from when it was begun
   */
  public record BlueGreen(String name, String green, Duration from) {}

  /** What starts a failover. */
  public sealed interface Trigger {
    record At(Duration at) implements Trigger {}

    /** So many calls to the account after its beginning. */
    record AfterCalls(int calls) implements Trigger {}

    /** At the database connection of that number: in the middle of a look. */
    record AtConnection(int connection) implements Trigger {}
  }
}
