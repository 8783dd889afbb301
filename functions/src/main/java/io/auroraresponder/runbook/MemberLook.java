package io.auroraresponder.runbook;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import java.time.Clock;
import java.util.function.BiFunction;

/**
 * Asks a member's database, unless that would wake it: nobody connects to a stopped cluster, nor to a member that is paused or may be.
 *
 * @param requests makes the probe's request for a member
 */
public record MemberLook(
    DatabaseProbe probe, BiFunction<ClusterState, Member, ProbeRequest> requests, Clock clock) {

  /** A provisioned member never pauses; one whose class was not read may. */
  public PauseState pause(ClusterState cluster, Member member, Gathering gathering) {
    return member.serverless() || member.instanceClass().isBlank()
        ? PauseState.of(
            cluster, member, gathering.incident(), gathering.metrics(), gathering.events(), gathering.at())
        : new PauseState(true, false, "");
  }

  Look at(ClusterState cluster, Member member, Gathering gathering) {
    if (cluster.status().startsWith("stop")) {
      return new Look.NotTried("the cluster is " + cluster.status() + "; not probed");
    }
    PauseState pause = pause(cluster, member, gathering);
    if (!pause.awake()) {
      return new Look.NotTried(pause.reason());
    }
    if (member.endpoint().isBlank()) {
      return new Look.NotTried("the endpoint of " + member.id() + " could not be read; not probed");
    }
    ProbeRequest request = requests.apply(cluster, member);
    Reading<Look> look = gathering.probe("the probe of " + member.id(), left -> probe.look(request, left)).reading();
    return switch (look) {
      case Reading.Known<Look> known -> known.value();
      case Reading.Unavailable<Look> missing -> new Look.Failed("", missing.reason(), clock.instant());
    };
  }
}
