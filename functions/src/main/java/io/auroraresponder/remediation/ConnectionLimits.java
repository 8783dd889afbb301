package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Series;
import io.auroraresponder.ledger.SeenLimit;
import io.auroraresponder.remediation.guard.ConnectionRoom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The max_connections in force on the writer of now: unchanged where it runs since before the raise, else as the last look found it.
 *
 * @param raisedAt when the lease opened
 * @param seen what looks found
 */
record ConnectionLimits(CapacityView view, Instant raisedAt, Reading<List<SeenLimit>> seen) {
  /** A look that is older says nothing of now. Ours: what a day's looks can renew. */
  private static final Duration OLDEST_LOOK = Duration.ofHours(24);

  /** A minute's datapoint of EngineUptime is an average of that minute. */
  private static final Duration UPTIME_BLUR = Duration.ofMinutes(1);

  /** The default that AWS documents is a table with steps; what it computes may differ by a little. Ours. */
  private static final double TABLE_BLUR = 1.05;

  Reading<ConnectionRoom> room(ScalingRange target) {
    ClusterState cluster = view.cluster();
    Optional<Member> writer = cluster.writer();
    if (writer.isEmpty()) {
      return Reading.unavailable("the cluster has no writer");
    }
    String member = writer.get().id();
    Reading<Instant> started = started(member);
    if (started instanceof Reading.Known<Instant>(Instant start, Instant a, Instant b) && start.plus(UPTIME_BLUR).isBefore(raisedAt)) {
      return Reading.known(ConnectionRoom.unchanged(view.now()), view.now());
    }
    return seen.flatMap(limits -> asSeen(member, started.orElse(raisedAt), limits, target));
  }

  private Reading<Instant> started(String member) {
    return view.fresh(member, Metric.UPTIME).map(Series::latest).map(Optional::orElseThrow)
        .map(point -> point.minute().minusMillis(Math.round(point.value() * 1000)));
  }

  /** The newest look at the writer since its start; one of before says nothing of the limit that the start has made. */
  private Reading<ConnectionRoom> asSeen(String member, Instant since, List<SeenLimit> limits, ScalingRange target) {
    Optional<SeenLimit> last =
        limits.stream().filter(each -> each.member().equals(member))
            .filter(each -> !each.at().isBefore(since) && !each.at().isBefore(view.now().minus(OLDEST_LOOK)))
            .max(Comparator.comparing(SeenLimit::at));
    if (last.isEmpty()) {
      return Reading.unavailable(
          "no look of the last 24 h says which max_connections is in force on " + member + ", which may have started under the raise");
    }
    int before = limits.stream().filter(each -> !each.leased()).filter(each -> each.at().isBefore(raisedAt))
        .mapToInt(SeenLimit::limit).max().orElse(0);
    int carries = (int) Math.round(MaxConnections.of(target) * TABLE_BLUR);
    return Reading.known(
        new ConnectionRoom(true, last.get().limit(), Math.max(before, carries), last.get().at()), last.get().at());
  }
}
