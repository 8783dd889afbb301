package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.Queries;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.runbook.CheckResult;
import java.util.Set;

/** Do clients connect in a burst? */
final class NewSessionsCheck extends HopCheck {
  NewSessionsCheck() {
    super(Hop.CONNECTIONS);
  }

  @Override
  public Cause cause() {
    return Cause.CONNECTION_STORM;
  }

  @Override
  public Set<String> judges() {
    return Set.of(Metric.CONNECTION_ATTEMPTS.cloudWatchName());
  }

  @Override
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    return switch (evidence.seen(Snapshot::connections)) {
      case Reading.Unavailable<Connections> gap -> open(evidence.at(), gap.reason());
      case Reading.Known<Connections> known when known.value().usable() <= 0 -> open("the limit in force could not be read");
      case Reading.Known<Connections> known -> judge(evidence, known);
    };
  }

  private CheckResult judge(ConnectivityEvidence evidence, Reading.Known<Connections> known) {
    double part = (double) known.value().newLastMinute() / known.value().usable();
    Phrase line =
        Phrase.of(
            "{} in the last minute ({} of the usable connections)",
            Fact.counted("probe sessions of the last minute", known.to(), known.value().newLastMinute(), "new session", "new sessions"),
            Fact.part("probe sessions of the last minute, part of usable", known.to(), part, DatabaseLimit.STORM_SHARE));
    Phrase limit = Phrase.of("{} of usable", DatabaseLimit.STORM_SHARE.at(evidence.at()));
    if (part < DatabaseLimit.STORM_SHARE.value()) {
      return result(Severity.OK, line, limit, known.to());
    }
    return result(
        Severity.WARNING, line, limit, known.to(), Queries.clients(
        "See who connects; pool the connections, and let clients back off with jitter when a connect fails", evidence.at()));
  }
}
