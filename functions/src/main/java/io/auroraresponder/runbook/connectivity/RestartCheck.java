package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.CheckResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Has an engine just restarted? Then its clients lost their sessions. */
final class RestartCheck extends HopCheck {
  RestartCheck() {
    super(Hop.BESIDE);
  }

  @Override
  public Set<String> judges() {
    return Set.of(Metric.UPTIME.cloudWatchName());
  }

  @Override
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    List<Phrase> words = new ArrayList<>();
    boolean recent = false;
    for (Member member : cluster.members()) {
      if (evidence.latest(member.id(), Metric.UPTIME) instanceof Reading.Known<Series.Point> known) {
        Duration up = Duration.ofSeconds(Math.round(known.value().value()));
        words.add(Phrase.of(member.id() + " up {}", Fact.count("cloudwatch:GetMetricData EngineUptime " + member.id(), known.to(),
            up.toMinutes(), "min")));
        recent |= up.compareTo(ConnectivityLimit.RESTART_RECENT.duration()) < 0;
      }
    }
    if (words.isEmpty()) {
      return open("CloudWatch has no EngineUptime of any instance in the last hour");
    }
    Phrase limit =
        Phrase.of("restarted within {}", ConnectivityLimit.RESTART_RECENT.at(evidence.at()));
    Advice[] why =
        recent ? new Advice[] {Calls.events("See why: a failover, a patch, or a crash; no change is needed", cluster.id().value(),
        evidence.at())}
            : new Advice[0];
    return result(recent ? Severity.WARNING : Severity.OK, Phrase.join(", ", words), limit, evidence.at(), why);
  }
}
