package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.database.Queries;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot.ConnectionLimit;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.PendingRebootCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How many connections are left of the limit in force? What max ACU would give counts only after a reboot. */
final class ConnectionHeadroomCheck extends HopCheck {
  ConnectionHeadroomCheck() {
    super(Hop.CONNECTIONS);
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
  CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    if (evidence.look() instanceof Look.Failed failed && failed.outOfConnections()) {
      Fact state = word("probe " + cluster.endpoint() + " SQLSTATE", failed.at(), failed.sqlState());
      Phrase line = Phrase.of("the login failed with SQLSTATE {}", state).and(", ", counted(evidence, cluster));
      return result(Severity.CRITICAL, line, limit(evidence), failed.at(), advice(cluster));
    }
    return switch (evidence.seen(Snapshot::connections)) {
      case Reading.Known<Connections> known -> judge(evidence, cluster, known);
      case Reading.Unavailable<Connections> gap -> {
        Phrase reason = Phrase.of("the server's own count was not read").and("; ", counted(evidence, cluster));
        yield new CheckResult.Inconclusive(id(), new Gap(id(), reason, Phrase.EMPTY));
      }
    };
  }

  /** CloudWatch knows how many there are, not how many there may be. */
  private static Phrase counted(ConnectivityEvidence evidence, ClusterState cluster) {
    String writer = cluster.writer().map(Member::id).orElse("");
    if (writer.isEmpty() || !(evidence.latest(writer, Metric.CONNECTIONS) instanceof Reading.Known<Series.Point> known)) {
      return Phrase.EMPTY;
    }
    String source = "cloudwatch:GetMetricData DatabaseConnections " + writer;
    return Phrase.of("CloudWatch counted {}", Fact.counted(source, known.to(), Math.round(known.value().value()), "connection",
        "connections"));
  }

  private CheckResult judge(ConnectivityEvidence evidence, ClusterState cluster, Reading.Known<Connections> known) {
    Connections connections = known.value();
    if (connections.usable() <= 0) {
      return open("the limit in force could not be read");
    }
    double part = (double) connections.clients() / connections.usable();
    Instant at = known.to();
    Phrase line =
        Phrase.of(
            "{} of {} usable ({}), {}",
            probed("client connections", at, connections.clients(), "connections"),
            probed("usable connections", at, connections.usable(), ""),
            Fact.of("probe connections used", at, Numbers.wholePercent(part), "%"),
            probed("idle connections", at, connections.idle(), "idle"));
    if (connections.lockWaiting() > 0) {
      line = line.and(", ", Phrase.of("{} of them waiting for a lock",
          probed("connections waiting for a lock", at, connections.lockWaiting(), "")));
    }
    Severity severity = severity(part);
    Optional<ConnectionLimit> own = connections.limits().stream().filter(limit -> severity(share(limit)) != Severity.OK)
        .max(Comparator.comparingDouble(ConnectionHeadroomCheck::share));
    if (own.isPresent()) {
      severity = severity.worse(severity(share(own.get())));
      line = line.and("; ", ownLimit(own.get(), at));
    }
    return result(severity, line, limit(evidence), at, severity == Severity.OK ? new Advice[0] : advice(cluster, connections));
  }

  /** Connections that wait for locks are not too many clients: they end when the lock does. */
  private static Advice[] advice(ClusterState cluster, Connections connections) {
    if (connections.lockWaiting() * 2 <= connections.clients()) {
      return advice(cluster);
    }
    List<Advice> advice = new ArrayList<>(List.of(advice(cluster)));
    advice.addFirst(Calls.look("Most of them wait for a lock. End its holder first; the slow-queries runbook names it", "slow-queries",
        cluster.id().value(), cluster.at()));
    return advice.toArray(Advice[]::new);
  }

  private static double share(ConnectionLimit limit) {
    return limit.limit() > 0 ? (double) limit.used() / limit.limit() : 0;
  }

  private static Phrase ownLimit(ConnectionLimit limit, Instant at) {
    return Phrase.of(
        limit.kind() + " {} has {} of its own limit of {}",
        word("probe limited " + limit.kind(), at, limit.name()),
        probed("connections of " + limit.name(), at, limit.used(), ""),
        probed("limit of " + limit.name(), at, limit.limit(), ""));
  }

  private Severity severity(double part) {
    if (part >= ConnectivityLimit.CONNECTIONS_CRITICAL.value()) {
      return Severity.CRITICAL;
    }
    return part >= ConnectivityLimit.CONNECTIONS_WARNING.value() ? Severity.WARNING : Severity.OK;
  }

  private Phrase limit(ConnectivityEvidence evidence) {
    return Phrase.of(
        "warning from {}, critical from {} of usable",
        ConnectivityLimit.CONNECTIONS_WARNING.at(evidence.at()),
        ConnectivityLimit.CONNECTIONS_CRITICAL.at(evidence.at()));
  }

  static Advice[] advice(ClusterState cluster) {
    List<Advice> advice = new ArrayList<>();
    advice.add(Queries.clients("See who holds them; smaller pools (pool size times processes below the limit), or RDS Proxy",
        cluster.at()));
    advice.add(Queries.endIdleSessions(
        "Free those that have been idle for half an hour; their clients connect again, and a pool may show one "
        + "error", cluster.at()));
    cluster.writer().filter(writer -> writer.parameterStatus().equals("pending-reboot"))
        .ifPresent(writer -> advice.add(PendingRebootCheck.reboot(writer)));
    advice.add(Advice.of("A larger scaling range does not help now; max_connections follows it only after a reboot."));
    return advice.toArray(Advice[]::new);
  }

  private static Fact probed(String what, Instant at, long value, String unit) {
    return Fact.count("probe " + what, at, value, unit);
  }
}
