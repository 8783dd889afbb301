package io.auroraresponder.runbook;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Does a reader show old data? Every reader of the cluster is judged, whichever member the signal names. */
public final class ReplicaLagCheck<E extends Evidence> implements Check<E> {
  @Override
  public Cause cause() {
    return Cause.READER_LAGS;
  }

  @Override
  public Set<String> judges() {
    return Set.of("AuroraReplicaLag", "AuroraReplicaLagMaximum", "AuroraReplicaLagMinimum");
  }

  @Override
  public CheckResult examine(E evidence) {
    if (!(evidence.cluster() instanceof Reading.Known<ClusterState>(ClusterState cluster, Instant from, Instant to))) {
      return open(evidence, (Reading.Unavailable<ClusterState>) evidence.cluster());
    }
    Phrase limit = Phrase.of("{}", DatabaseLimit.REPLICA_LAG.at(evidence.at()));
    List<Finding> bad = new ArrayList<>();
    List<Phrase> good = new ArrayList<>();
    List<Phrase> open = new ArrayList<>();
    for (Member reader : cluster.members().stream().filter(member -> !member.writer()).toList()) {
      MemberMinutes minutes = MemberMinutes.of(reader.id(), evidence);
      switch (minutes.recent(Metric.REPLICA_LAG, DatabaseLimit.REPLICA_LAG_MINUTES.count())) {
        case Reading.Known<Double> lag -> {
          Phrase seen = Phrase.of("reader " + reader.id() + " lags {}",
              minutes.judged(Metric.REPLICA_LAG, lag.to(), lag.value(), Metric.REPLICA_LAG.unit(), DatabaseLimit.REPLICA_LAG));
          if (lag.value() > DatabaseLimit.REPLICA_LAG.value()) {
            Instant since = minutes.series(Metric.REPLICA_LAG).orElse(Series.EMPTY)
                .since(value -> value > DatabaseLimit.REPLICA_LAG.value(), lag.from());
            bad.add(finding(Severity.WARNING, seen, limit, since, advice(evidence.at(), reader)));
          } else {
            good.add(seen);
          }
        }
        case Reading.Unavailable<Double> gap -> {
          if (resting(minutes)) {
            good.add(Phrase.of("reader " + reader.id() + " is paused"));
          } else {
            open.add(Phrase.quoting(id(), evidence.at(), gap.reason()));
          }
        }
      }
    }
    if (!bad.isEmpty()) {
      return new CheckResult.Found(id(), bad);
    }
    if (!open.isEmpty()) {
      return CheckResult.open(id(), Phrase.join("; ", open));
    }
    return result(Severity.OK, good.isEmpty() ? Phrase.of("no readers") : Phrase.join("; ", good), limit, cluster.at());
  }

  /** A paused member publishes a capacity of zero and no lag. */
  private static boolean resting(MemberMinutes minutes) {
    return minutes.recent(Metric.CAPACITY, 1) instanceof Reading.Known<Double> capacity && capacity.value() == 0;
  }

  private static Advice[] advice(Instant at, Member reader) {
    String where = reader.endpoint().isBlank() ? reader.id() : reader.endpoint();
    Fact place = Fact.word("rds:DescribeDBInstances Endpoint", at, where);
    Advice oldest =
        new Advice(
            Phrase.of("Its oldest statements may hold up replay; connect to {} and list them:", place),
            Phrase.quoting("advice", at,
            "SELECT pid, application_name, clock_timestamp() - query_start AS runs, left(query, 100) AS query FROM "
                + "pg_stat_activity WHERE state = 'active' AND backend_type = 'client backend' ORDER BY query_start LIMIT 5;"));
    boolean alone = reader.serverless() && !reader.followsWriter();
    return alone
        ? new Advice[] {
            new Advice(
                Phrase.of("It scales by itself and is too small to follow. Let it follow the writer in size:"),
                Phrase.quoting("advice", at, "aws rds modify-db-instance --db-instance-identifier " + reader
                .id() + " --promotion-tier 1 --apply-immediately")),
            oldest}
        : new Advice[] {oldest, Advice.of("Spread a burst of writes over time; until then let clients that need fresh data read from the "
            + "writer.")};
  }
}
