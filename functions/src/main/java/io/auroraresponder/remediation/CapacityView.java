package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the latest minutes of metrics say of a cluster's serverless members. Pure; missing minutes never look low. */
record CapacityView(ClusterState cluster, Reading<Metrics> metrics, LeaseThresholds thresholds, Instant now) {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int LATEST_MINUTES = 3;
  private static final int MINUTES_OF_WORK = 5;

  /** Whether capacity stayed low long enough. */
  sealed interface Quiet {
    /** Every minute of every member was at or under the limit. */
    record Low(Phrase text) implements Quiet {}

    /** At least one minute was above: it is still needed. */
    record High(Phrase text) implements Quiet {}

    /** Minutes are missing: "not needed" is not shown. */
    record Unknown(String reason) implements Quiet {}
  }

  /** A metric's minutes of one member, unavailable where the newest is too old to speak of now. */
  Reading<Series> fresh(String member, Metric metric) {
    return metrics.flatMap(known -> known.of(member, metric)).flatMap(series -> {
      Optional<Series.Point> latest = series.latest();
      if (latest.isEmpty() || latest.get().minute().plus(MINUTE).plus(thresholds.metricLag()).isBefore(now)) {
        return Reading.unavailable("no recent datapoint of " + metric.cloudWatchName() + " of " + member);
      }
      return Reading.known(series, latest.get().minute(), latest.get().minute().plus(MINUTE));
    });
  }

  /** The writer's latest capacity, ACU. */
  Reading<Double> writerCapacity() {
    Optional<Member> writer = cluster.writer();
    return writer.isEmpty()
        ? Reading.unavailable("the cluster has no writer")
        : fresh(writer.get().id(), Metric.CAPACITY).map(series -> series.latest().orElseThrow().value());
  }

  /** The highest capacity of the last few minutes of a member, ACU. */
  Reading<Double> highestLately(String member) {
    return fresh(memberOrWriter(member), Metric.CAPACITY).map(series -> last(series, LATEST_MINUTES).max().orElseThrow());
  }

  /** Sessions that wanted a CPU of a member in the last five complete minutes, on average; a missing minute tells of no demand. */
  Reading<Double> onCpuLately(String member) {
    return fresh(memberOrWriter(member), Metric.DB_LOAD_CPU).flatMap(series -> {
      Series latest = last(series, MINUTES_OF_WORK);
      return latest.points().size() < MINUTES_OF_WORK ? Reading.unavailable("minutes of DBLoadCPU are missing")
          : Reading.known(latest.average().orElseThrow(), now);
    });
  }

  /** The member, or the writer where it is not a serverless member any more. */
  String memberOrWriter(String member) {
    boolean present = cluster.serverlessMembers().stream().anyMatch(each -> each.id().equals(member));
    return present ? member : cluster.writer().map(Member::id).orElse(member);
  }

  Quiet quiet(double limitAcu) {
    int minutes = (int) thresholds.quiet().toMinutes();
    Optional<String> gap = Optional.empty();
    double highest = 0;
    List<Member> members = cluster.serverlessMembers();
    for (Member member : members) {
      if (!(fresh(member.id(), Metric.CAPACITY) instanceof Reading.Known<Series>(Series series, Instant from, Instant to))) {
        gap = Optional.of("capacity of " + member.id() + " is missing");
        continue;
      }
      Series window = series.between(to.minus(thresholds.quiet()), to);
      highest = Math.max(highest, window.max().orElse(0));
      if (window.points().size() < minutes) {
        gap = Optional.of("capacity of " + member.id() + " has missing minutes");
      }
    }
    return members.isEmpty() ? new Quiet.Unknown("the cluster has no serverless member") : verdict(highest, limitAcu, gap);
  }

  private Quiet verdict(double highest, double limitAcu, Optional<String> gap) {
    Fact measured = Fact.of("cloudwatch:GetMetricData ServerlessDatabaseCapacity, highest member", now, highest, "ACU");
    Fact limit = Fact.of("setting quietRatio x max to return to", now, limitAcu, "ACU");
    Fact time = Fact.count("setting quiet", now, thresholds.quiet().toMinutes(), "min");
    if (highest > limitAcu) {
      return new Quiet.High(Phrase.of("capacity reached {} in the last {}, limit {}", measured, time, limit));
    }
    return gap.<Quiet>map(Quiet.Unknown::new)
        .orElse(new Quiet.Low(Phrase.of("capacity stayed at or below {} for {}, limit {}", measured, time, limit)));
  }

  /** The last {@code minutes} minutes up to the newest point. */
  static Series last(Series series, int minutes) {
    return series.latest().map(point -> series.lastMinutes(minutes, point.minute().plus(MINUTE))).orElse(Series.EMPTY);
  }
}
