package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.CheckResult;

/** Did the writer answer? Where the cluster endpoint leads to a reader, its name is resolved from before a failover. */
final class RoleCheck extends HopCheck {
  RoleCheck() {
    super(Hop.ROLE);
  }

  @Override
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    if (!(evidence.look() instanceof Look.Seen(Snapshot snapshot))) {
      return open("no session, so no role was seen");
    }
    String who = snapshot.instanceAnswered().isBlank() ? "a server that does not give its name" : snapshot.instanceAnswered();
    Fact role = Fact.word("probe " + cluster.endpoint() + " pg_is_in_recovery", snapshot.at(), snapshot.onReader() ? "reader" : "writer");
    Phrase line = Phrase.of("{} answered as the {}", Phrase.of(who), role);
    Phrase wanted = Phrase.of("the writer behind the cluster endpoint");
    String writer = cluster.writer().map(Member::id).orElse("");
    if (snapshot.onReader()) {
      return result(
          Severity.CRITICAL, line.and("", Phrase.of(writer.equals(snapshot.instanceAnswered())
              ? ", though RDS lists it as the writer: a failover is under way"
              : ": the endpoint's name was resolved before a failover, or a failover is under way")),
          wanted, snapshot.at(),
          Calls.cluster("See which instance is the writer; make clients resolve the endpoint again: cache DNS for a few seconds only, and "
              + "let pools close connections which turn read-only", cluster.id().value(), evidence.at()))
          .as(writer.equals(snapshot.instanceAnswered()) ? Cause.FAILOVER_UNDER_WAY : Cause.ENDPOINT_STALE);
    }
    boolean moved = !snapshot.instanceAnswered().isBlank() && !writer.isBlank() && !writer.equals(snapshot.instanceAnswered());
    Phrase whole = moved ? line.and("", Phrase.of(", while RDS still lists " + writer + " as the writer: a failover has just happened"))
        : line;
    Advice[] watch = moved ? new Advice[] {Calls.events("Watch the failover end; no change is needed", cluster.id().value(), evidence.at())}
        : new Advice[0];
    return result(moved ? Severity.WARNING : Severity.OK, whole, wanted, snapshot.at(), watch).as(Cause.FAILOVER_UNDER_WAY);
  }
}
