package io.auroraresponder.runbook;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.Probed;
import io.auroraresponder.database.Queries;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.ConnectionLimit;
import io.auroraresponder.probe.Snapshot.Connections;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How many connections are left of the limit in force? What max ACU would give counts only after a reboot. */
public final class ConnectionHeadroomCheck<E extends Evidence> extends ClusterCheck<E> {
  @Override
  public String harm() {
    return "New sessions are refused, or the next burst is.";
  }

  @Override
  public Cause cause() {
    return Cause.CONNECTION_SATURATION;
  }

  @Override
  public Set<String> judges() {
    return Set.of(Metric.CONNECTIONS.cloudWatchName());
  }

  @Override
  protected CheckResult examine(E evidence, ClusterState cluster) {
    if (evidence.look() instanceof Look.Failed failed && failed.outOfConnections()) {
      String asked = evidence.member().isEmpty() ? cluster.endpoint() : evidence.member();
      Phrase line = Phrase.of("the login failed with SQLSTATE {}",
          Fact.word("probe " + asked + " SQLSTATE", failed.at(), failed.sqlState()))
          .and(", ", counted(evidence, cluster));
      return result(Severity.CRITICAL, line, limit(evidence), failed.at(), advice(cluster, failed.at()));
    }
    Probed probed = new Probed(evidence.answering(), evidence.look(), evidence.at());
    return switch (probed.part(Snapshot::connections)) {
      case Reading.Known<Connections> known -> judge(evidence, cluster, probed, known.value());
      case Reading.Unavailable<Connections> gap -> {
        Phrase reason = Phrase.of("the server's own count was not read").and("; ", counted(evidence, cluster));
        yield new CheckResult.Inconclusive(id(), new Gap(id(), reason, Phrase.EMPTY));
      }
    };
  }

  /** CloudWatch knows how many there are, not how many there may be. */
  private Phrase counted(E evidence, ClusterState cluster) {
    String member = evidence.member().isEmpty() ? cluster.writer().map(Member::id).orElse("") : evidence.member();
    Reading<Series> counts = evidence.metrics().flatMap(all -> all.of(member, Metric.CONNECTIONS));
    Optional<Series.Point> latest = counts.orElse(Series.EMPTY).latest();
    return latest
        .map(
            point ->
                Phrase.of(
                    "CloudWatch counted {}",
                    Fact.counted("cloudwatch:GetMetricData DatabaseConnections " + member, point.minute(), Math.round(point.value()),
                        "connection", "connections")))
        .orElse(Phrase.EMPTY);
  }

  private CheckResult judge(E evidence, ClusterState cluster, Probed probed, Connections connections) {
    if (connections.usable() <= 0) {
      return open("the limit in force could not be read");
    }
    double part = part(connections);
    Phrase line =
        Phrase.of(
            "{} of {} usable ({}), {}",
            probed.count("client connections", connections.clients(), "connections"),
            probed.count("usable connections", connections.usable(), ""),
            probed.percent("connections used", part, DatabaseLimit.CONNECTIONS_WARNING, DatabaseLimit.CONNECTIONS_CRITICAL),
            probed.count("idle connections", connections.idle(), "idle"));
    if (connections.lockWaiting() > 0) {
      line = line.and(", ", Phrase.of("{} of them waiting for a lock",
          probed.count("connections waiting for a lock", connections.lockWaiting(), "")));
    }
    Severity severity = severity(part);
    Optional<ConnectionLimit> own = fullest(connections).filter(limit -> severity(share(limit)) != Severity.OK);
    if (own.isPresent()) {
      severity = severity.worse(severity(share(own.get())));
      line = line.and("; ", ownLimit(own.get(), probed));
    }
    return result(
        severity, line, limit(evidence), probed.at(), severity == Severity.OK ? new Advice[0] : advice(cluster, connections, probed.at()));
  }

  /** Part of the usable connections that clients hold; 0 where the limit in force is not known. */
  public static double part(Connections connections) {
    return connections.usable() <= 0 ? 0 : (double) connections.clients() / connections.usable();
  }

  /** How bad it is that so much of a limit is used. */
  public static Severity severity(double part) {
    if (DatabaseLimit.CONNECTIONS_CRITICAL.reached(part)) {
      return Severity.CRITICAL;
    }
    return DatabaseLimit.CONNECTIONS_WARNING.reached(part) ? Severity.WARNING : Severity.OK;
  }

  /** The role or database that has used most of a limit of its own; empty where none has one. */
  public static Optional<ConnectionLimit> fullest(Connections connections) {
    return connections.limits().stream().max(Comparator.comparingDouble(ConnectionHeadroomCheck::share));
  }

  /** Part of its own limit that a role or database has used. */
  public static double share(ConnectionLimit limit) {
    return limit.limit() > 0 ? (double) limit.used() / limit.limit() : 0;
  }

  /** A role or database with a limit of its own. */
  public static Phrase ownLimit(ConnectionLimit limit, Probed probed) {
    return Phrase.of(
        limit.kind() + " {} has {} of its own limit of {} connections",
        probed.name("limited " + limit.kind(), limit.name()),
        probed.count("connections of " + limit.name(), limit.used(), ""),
        probed.count("limit of " + limit.name(), limit.limit(), ""));
  }

  private Phrase limit(E evidence) {
    return Phrase.of(
        "warning from {}, critical from {} of usable",
        DatabaseLimit.CONNECTIONS_WARNING.at(evidence.at()),
        DatabaseLimit.CONNECTIONS_CRITICAL.at(evidence.at()));
  }

  /** Connections that wait for locks are not too many clients: they end when the lock does. */
  private static Advice[] advice(ClusterState cluster, Connections connections, Instant at) {
    if (!DatabaseLimit.LOCK_SHARE.reached(connections.lockWaiting() / (double) Math.max(1, connections.clients()))) {
      return advice(cluster, at);
    }
    List<Advice> advice = new ArrayList<>(List.of(advice(cluster, at)));
    advice.addFirst(Calls.look("Half of them or more wait for a lock and come free with it; slow-queries says how to free it",
        "slow-queries",
        cluster.id().value(), at));
    return advice.toArray(Advice[]::new);
  }

  /** How connections come free. */
  public static Advice[] advice(ClusterState cluster, Instant at) {
    List<Advice> advice = new ArrayList<>();
    advice.add(Queries.clients("See who holds them; smaller pools (pool size times processes below the limit), or RDS Proxy", at));
    advice.add(
        Queries.endIdleSessions(
            "Free those that have been idle for half an hour", at));
    cluster.writer().filter(PendingRebootCheck::waits).ifPresent(writer -> advice.add(PendingRebootCheck.reboot(writer)));
    advice.add(Advice.of("A larger scaling range does not help now; max_connections follows it only after a reboot."));
    return advice.toArray(Advice[]::new);
  }
}
