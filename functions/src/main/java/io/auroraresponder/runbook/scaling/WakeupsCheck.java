package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Is it woken so often that pausing costs more than it saves? */
final class WakeupsCheck extends ScalingCheck {
  /** Ours: a resume takes up to half a minute (Aurora User Guide), and the datapoint is of the minute in which it ended. */
  private static final Duration NEAR = Duration.ofMinutes(3);

  @Override
  public Cause cause() {
    return Cause.WAKES_TOO_OFTEN;
  }

  @Override
  CheckResult examine(ScalingPicture picture) {
    Phrase limit = Phrase.of("{} a day", ScalingLimit.WAKEUPS_PER_DAY.at(picture.at()));
    if (!picture.range().mayPause()) {
      return result(Severity.OK, Phrase.of("min is {}, so it never pauses", picture.min()), limit, picture.cluster().at());
    }
    return known(picture.evidence(), picture.day(picture.cluster().writer().orElse(picture.members().getFirst())),
        day -> judge(picture, day, limit));
  }

  private CheckResult judge(ScalingPicture picture, MemberDay day, Phrase limit) {
    Phrase seen = Phrase.of(day.member().id() + " woke {}",
        picture.capacity(day, day.wakeups().size(), day.wakeups().size() == 1 ? "time" : "times"));
    if (day.wakeups().isEmpty()) {
      return result(Severity.OK, seen, limit, day.from());
    }
    Instant last = day.wakeups().getLast();
    Phrase line = seen.and(", ", attempts(picture, day, last)).and(", ", told(picture, day, last));
    return day.wakeups().size() >= ScalingLimit.WAKEUPS_PER_DAY.count()
        ? result(
            Severity.WARNING, line, limit, day.wakeups().getFirst(),
            Calls.instanceEvents(
            "Each time a client waits for the resume and caches are cold. Find the poller or health check that connects, or "
                + "set a min at which it does not pause; RDS says when it woke", day.member().id(), picture.at()))
        : result(Severity.OK, line, limit, day.wakeups().getFirst());
  }

  /** A connection attempt wakes it, even with a wrong password; the minute before counts too, the resume takes its time. */
  private static Phrase attempts(ScalingPicture picture, MemberDay day, Instant woken) {
    return picture.minutes(day.member()).series(Metric.CONNECTION_ATTEMPTS) instanceof Reading.Known<Series> known
        ? known.value().between(woken.minusSeconds(60), woken.plusSeconds(60)).max().stream()
            .mapToObj(most -> Phrase.of("last with {} in that minute",
            picture.minutes(day.member()).fact(Metric.CONNECTION_ATTEMPTS, woken, most)))
            .findFirst()
            .orElse(Phrase.EMPTY)
        : Phrase.EMPTY;
  }

  /** What RDS itself said about the last resume; its words say whether it was for a client, for an administrator or for maintenance. */
  private static Phrase told(ScalingPicture picture, MemberDay day, Instant woken) {
    return picture.evidence().events().orElse(List.of()).stream()
        .filter(event -> event.sourceId().equals(day.member().id()))
        .filter(event -> event.message().toLowerCase(Locale.ROOT).contains("resum"))
        .filter(event -> Duration.between(event.at(), woken).abs().compareTo(NEAR) <= 0)
        .findFirst()
        .map(event -> Phrase.of("RDS says: {}", Fact.word("rds:DescribeEvents " + event.sourceId(), event.at(), event.message())))
        .orElse(Phrase.EMPTY);
  }
}
