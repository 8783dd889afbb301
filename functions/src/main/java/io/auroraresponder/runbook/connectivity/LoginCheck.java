package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.database.Queries;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Look.Failed.Station;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.ConnectionHeadroomCheck;
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
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    return switch (evidence.look()) {
      case Look.NotTried notTried -> open(evidence.at(), notTried.reason());
      case Look.Seen(Snapshot snapshot) -> seen(cluster, snapshot);
      case Look.Failed failed -> failed(evidence, cluster, failed);
    };
  }

  private CheckResult seen(ClusterState cluster, Snapshot snapshot) {
    Fact version = word("probe " + cluster.endpoint() + " server_version", snapshot.at(), snapshot.serverVersion());
    return result(Severity.OK, Phrase.of("connected; PostgreSQL {}", version), WANTED, snapshot.at());
  }

  private CheckResult failed(ConnectivityEvidence evidence, ClusterState cluster, Look.Failed failed) {
    if (failed.sqlState().isBlank()) {
      // The probe itself did not work: that says nothing about the database.
      return open(failed.at(), failed.sentence());
    }
    Fact state = word("probe " + cluster.endpoint() + " SQLSTATE", failed.at(), failed.sqlState());
    Phrase why = Phrase.quoting(state.source(), failed.at(), uncapped(failed.sentence()));
    boolean reached = failed.station() != Station.NAME && failed.station() != Station.TCP;
    Phrase line =
        failed.noAnswer() ? noAnswer(evidence, cluster, failed)
            : Phrase.of((reached ? "login failed" : "no connection came about") + " (SQLSTATE {}): ", state).and("", why);
    Advice[] advice = failed.noAnswer() ? NetworkAdvice.of(evidence, cluster) : advice(evidence, cluster, failed);
    return result(failed.ownLimit() || OURS.contains(failed.sqlState()) ? Severity.WARNING
        : Severity.CRITICAL, line, WANTED, failed.at(), advice).as(cause(failed));
  }

  /** What was looked at on the way is named by its own checks; network ACLs and routes are read by nobody here. */
  private static Phrase noAnswer(ConnectivityEvidence evidence, ClusterState cluster, Look.Failed failed) {
    return Phrase.of(
        "port {} of " + cluster.endpoint() + " gave no answer in time (SQLSTATE {}); "
            + (evidence.securityGroups().isKnown() ? "" : "security groups, ")
            + "network ACLs and routes were not looked at, and the instance may hang or resume from a pause",
        port(cluster), word("probe " + cluster.endpoint() + " SQLSTATE", failed.at(), failed.sqlState()));
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

  private static Advice[] advice(ConnectivityEvidence evidence, ClusterState cluster, Look.Failed failed) {
    String name = cluster.id().value();
    if (failed.ownLimit()) {
      return new Advice[] {Queries.clients(
          "The server can be reached. Raise the connection limit of the responder's own role; these hold it",
          evidence.at())};
    }
    if (failed.sqlState().startsWith(Look.Failed.RAISED)) {
      return new Advice[] {
        Queries.loginTriggers("In a session that is still open, or as a login that may connect with event_triggers=off (PGOPTIONS='-c "
            + "event_triggers=off'), see which trigger it is, and switch it off for as long as its error stands", evidence.at()),
        Calls.look("Then look again", ConnectivityRunbook.NAME, name, evidence.at())};
    }
    return switch (failed.station()) {
      case CONNECTIONS -> ConnectionHeadroomCheck.advice(cluster, cluster.at());
      case SERVER ->
          new Advice[] {Calls.events("Wait for the restart or failover to end; clients should retry with back-off. What RDS says of it",
              name,
              evidence.at())};
      case LOGIN, DATABASE ->
          new Advice[] {
            Advice.of("The server can be reached. Correct the responder's own login, its grants or its settings."),
            Calls.look("Then look again", ConnectivityRunbook.NAME, name, evidence.at())};
      case NAME -> new Advice[] {Calls.cluster("See whether the cluster has that endpoint; clients that cannot resolve it fail too", name,
          evidence.at())};
      case TCP, TLS, SESSION -> new Advice[] {Calls.events("See what RDS says of it", name, evidence.at())};
    };
  }
}
