package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.CheckResult;
import java.util.Set;

/** Does a session come about through the cluster endpoint: name, TCP, TLS and login in one try? */
final class LoginCheck extends HopCheck {
  /** Name, way, port and TLS were fine; what is wrong is our own login or its settings. */
  private static final Set<String> OURS = Set.of("28P01", "28000", "3D000", "55000", "08004", "42501");

  private static final Phrase WANTED = Phrase.of("a session through the cluster endpoint");

  LoginCheck() {
    super(Hop.LOGIN);
  }

  @Override
  CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    return switch (evidence.look()) {
      case Look.NotTried notTried -> open(evidence.at(), notTried.reason());
      case Look.Seen(Snapshot snapshot) -> seen(cluster, snapshot);
      case Look.Failed failed -> failed(cluster, failed);
    };
  }

  private CheckResult seen(ClusterState cluster, Snapshot snapshot) {
    Fact version = word("probe " + cluster.endpoint() + " server_version", snapshot.at(), snapshot.serverVersion());
    return result(Severity.OK, Phrase.of("connected; PostgreSQL {}", version), WANTED, snapshot.at());
  }

  private CheckResult failed(ClusterState cluster, Look.Failed failed) {
    if (failed.sqlState().isBlank()) {
      // The probe itself did not work: that says nothing about the database.
      return open(failed.at(), failed.sentence());
    }
    Fact state = word("probe " + cluster.endpoint() + " SQLSTATE", failed.at(), failed.sqlState());
    Phrase line =
        Phrase.of("login failed (SQLSTATE {}): ", state)
        .and("", Phrase.quoting(state.source(), failed.at(), uncapped(failed.sentence())));
    return result(failed.ownLimit() || OURS.contains(failed.sqlState()) ? Severity.WARNING
        : Severity.CRITICAL, line, WANTED, failed.at(), advice(failed)).as(cause(failed));
  }

  private static Cause cause(Look.Failed failed) {
    if (failed.ownLimit()) {
      return Cause.LOGIN_REFUSED;
    }
    return switch (failed.station()) {
      case NAME -> Cause.NAME_NOT_RESOLVED;
      case TCP, SESSION -> Cause.UNREACHABLE;
      case TLS -> Cause.TLS_MISMATCH;
      case SERVER -> Cause.FAILOVER_UNDER_WAY;
      case CONNECTIONS -> Cause.CONNECTION_SATURATION;
      case LOGIN -> Cause.LOGIN_REFUSED;
      case DATABASE -> Cause.DATABASE_CLOSED;
    };
  }

  private static String uncapped(String sentence) {
    String clause = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    return clause.isEmpty() ? clause : Character.toLowerCase(clause.charAt(0)) + clause.substring(1);
  }

  private static Advice[] advice(Look.Failed failed) {
    if (failed.ownLimit()) {
      return new Advice[] {Advice.of("The server can be reached. Raise the connection limit of the responder's own role.")};
    }
    return switch (failed.sqlState()) {
      case Look.Failed.TOO_MANY_CONNECTIONS ->
          new Advice[] {Advice.of("Close unused connections: smaller pools (pool size times processes below the limit), or RDS Proxy.")};
      case "57P03" -> new Advice[] {Advice.of("Wait for the restart or failover to end. Clients should retry with back-off.")};
      case "28P01", "28000", "3D000", "55000", "08004", "42501" ->
          new Advice[] {Advice.of("The server can be reached. Correct the responder's own login, its grants or its settings.")};
      default -> new Advice[0];
    };
  }
}
