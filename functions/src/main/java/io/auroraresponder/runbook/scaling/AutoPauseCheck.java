package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState.RangeLimits;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Can the cluster pause, and does it? */
final class AutoPauseCheck extends ScalingCheck {
  /** The rest of AWS's list (Aurora User Guide, scaling to zero, monitoring): no call tells it. */
  private static final Phrase NOT_SEEN = Phrase.of("; not seen from outside, and so possible: continuous backup that catches up, which is "
      + "brief, and an instance that could not read its range");

  private static final Phrase LIMIT = Phrase.of("pauses while nobody is connected");

  @Override
  public Cause cause() {
    return Cause.CANNOT_PAUSE;
  }

  @Override
  public Weight weight() {
    return Weight.COST_ONLY;
  }

  @Override
  CheckResult examine(ScalingPicture picture) {
    if (!picture.range().mayPause()) {
      boolean unable = picture.cluster().limits() instanceof Reading.Known<RangeLimits> known && !known.value().allowsPause();
      Phrase seen = unable ? Phrase.of("this engine or platform version cannot pause")
          : Phrase.of("min is {}, so it never pauses", picture.min());
      return result(Severity.OK, seen, LIMIT, picture.cluster().at());
    }
    List<Phrase> awake = keepsAwake(picture);
    if (!awake.isEmpty()) {
      return result(
          Severity.WARNING, Phrase.of("it cannot pause although min is {}: ", picture.min()).and("", Phrase.join(", ", awake)), LIMIT,
          picture.cluster().at(),
          new Advice(
              Phrase.of("Remove what keeps it awake, if nobody needs it; else set the smallest min, so that the range says what is paid "
              + "for. "
                  + "The change takes effect at once:"),
              Phrase.quoting("advice", picture.at(), "aws rds modify-db-cluster --db-cluster-identifier " + picture.name()
                  + " --apply-immediately --serverless-v2-scaling-configuration MinCapacity=0.5,MaxCapacity="
                  + Numbers.plain(picture.range().maxAcu()))));
    }
    List<CheckResult> all = new ArrayList<>();
    for (Member member : picture.leading()) {
      all.add(known(picture.evidence(), picture.day(member), day -> judge(picture, day)));
    }
    return worst(all);
  }

  /** The writer's where no other is worse: it stands first, and what keeps a reader up keeps the writer up. */
  private static CheckResult worst(List<CheckResult> all) {
    return all.stream().filter(CheckResult.Inconclusive.class::isInstance).findFirst()
        .or(() -> all.stream().filter(CheckResult.Found.class::isInstance).findFirst())
        .orElseGet(all::getFirst);
  }

  private static List<Phrase> keepsAwake(ScalingPicture picture) {
    List<Phrase> all = new ArrayList<>();
    picture.cluster().blockers().forEach(
        one -> all.add(Phrase.of("{}", Fact.word("rds:DescribeDBClusters, rds:DescribeDBInstances", picture.cluster().at(), one))));
    all.addAll(picture.evidence().around().keepsAwake(picture.at()));
    return all;
  }

  /** While RDS works at an instance it does not pause it (Aurora User Guide, scaling to zero: maintenance). */
  private static Optional<Phrase> atWork(ScalingPicture picture) {
    return picture.members().stream().filter(member -> !member.status().isBlank() && !member.status().equals("available")).findFirst()
        .map(member -> Phrase.of("RDS is at work on " + member.id() + " ({}), which is not paused meanwhile",
            Fact.word("rds:DescribeDBInstances DBInstanceStatus " + member.id(), picture.cluster().at(), member.status())));
  }

  private CheckResult judge(ScalingPicture picture, MemberDay day) {
    Fact looked = picture.capacity(day, day.minutes(), "min");
    if (day.paused() > 0) {
      return result(Severity.OK, Phrase.of(day.member().id() + " paused in {} of {}", picture.capacity(day, day.paused(), ""), looked),
          LIMIT, day.from());
    }
    Phrase seen = Phrase.of(day.member().id() + " did not pause within {}", looked);
    List<Phrase> held = held(picture, day.member());
    Optional<Phrase> atWork = atWork(picture);
    if (held.isEmpty() && atWork.isPresent()) {
      return result(Severity.INFO, seen.and("; ", atWork.get()), LIMIT, day.from());
    }
    if (held.isEmpty()) {
      Phrase unseen = Phrase.join("; ", picture.evidence().around().missing(picture.at()));
      Phrase told = unseen.isEmpty() ? Phrase.of("; no cause was found among the connections and services of its own")
          : Phrase.of("; not looked up: {}", unseen);
      return result(Severity.INFO, seen.and("", told).and("", NOT_SEEN), LIMIT, day.from(),
          Calls.pauseLog("Aurora writes each ten minutes why it does not pause (Auto-pause blockers registered). Reading the log counts as "
              + "work on it, so it stays up a little longer", day.member().id(), picture.at()));
    }
    return result(
        Severity.INFO, seen.and(": ", Phrase.join("; ", held)), LIMIT, day.from(),
        Advice.of("An open connection keeps it awake even when idle. Let pools shrink to zero, or set a min that suits."));
  }

  /**
   * Connections that never left a pause time free. A reader of promotion tier 0 or 1 pauses with the writer and not before, and a reader
   * that is up keeps the writer up (Aurora User Guide, scaling to zero): whoever is connected to one of them keeps all of them awake.
   */
  private static List<Phrase> held(ScalingPicture picture, Member member) {
    List<Member> group = member.writer() ? picture.members() : List.of(member);
    Map<Instant, Double> together = new TreeMap<>();
    List<Phrase> alone = new ArrayList<>();
    for (Member one : group) {
      Series connections = picture.minutes(one).series(Metric.CONNECTIONS).orElse(Series.EMPTY);
      connections.points().forEach(point -> together.merge(point.minute(), point.value(), Double::sum));
      if (connections.min().orElse(0) > 0) {
        Fact least = picture.minutes(one).fact(Metric.CONNECTIONS, picture.at(), connections.min().orElse(0));
        alone.add(Phrase.of("at least {} were open all the time on " + one.id() + follows(one, member), least));
      }
    }
    if (!alone.isEmpty() || together.isEmpty()) {
      return alone;
    }
    Duration pause = Duration.ofSeconds(picture.range().pauseSeconds());
    return free(together).compareTo(pause) >= 0 ? List.of()
        : List.of(Phrase.of("no {} without a connection to " + group.stream().map(Member::id).collect(Collectors.joining(", ")),
            Fact.count("rds:DescribeDBClusters SecondsUntilAutoPause", picture.cluster().at(), picture.range().pauseSeconds(), "s")));
  }

  private static String follows(Member one, Member judged) {
    if (one.equals(judged)) {
      return "";
    }
    return one.followsWriter() ? ", a reader that pauses together with the writer" : ", a reader that keeps the writer up";
  }

  /** The longest stretch of minutes without a connection. */
  private static Duration free(Map<Instant, Double> minutes) {
    int longest = 0;
    int now = 0;
    for (double connections : minutes.values()) {
      now = connections > 0 ? 0 : now + 1;
      longest = Math.max(longest, now);
    }
    return Duration.ofMinutes(longest);
  }
}
