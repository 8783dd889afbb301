package io.auroraresponder.response;

import io.auroraresponder.intake.AlarmReading;
import io.auroraresponder.intake.AlarmReading.Change;
import io.auroraresponder.intake.AlarmReading.Silence;
import io.auroraresponder.intake.IntakeResult;
import io.auroraresponder.intake.ParsedEvent;
import io.auroraresponder.response.Disposition.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to do with an event in the light of what is remembered: events come twice, late, out of order, in backlogs and in flurries.
 *
 * <p>Pure: what is remembered and the time are given. Order is by an alarm's own state-change time, never by arrival.
 */
public final class Deduplication {

  /**
   * The numbers of this decision.
   *
   * @param backlog how old an event may be before a look that was made since covers it; ours: three alarm periods of five minutes
   * @param flappingWindow the time in which openings are counted; ours
   * @param flappingOpenings openings in that window that make it flapping; ours: a second one may be the same trouble
   * @param storm how long a look's answer speaks for further alarms of its cluster; ours: two of the one-minute periods in which metrics
   *     come, within which the alarms of one trouble ring one after the other
   * @param together how long after a message signals of the same storm wait that it does not speak for; ours: as long as a look waits to
   *     be repeated that explained nothing
   * @param quiet how long a flapping cluster is left before one look; ours: the cool-down of two five-minute periods
   */
  public record Limits(
      Duration backlog, Duration flappingWindow, int flappingOpenings, Duration storm, Duration together, Duration quiet) {
    public static final Limits DEFAULT =
        new Limits(Duration.ofMinutes(15), Duration.ofMinutes(30), 3, Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10));

    /** Until when a signal waits that came in then, of a cluster of which people heard a moment before; empty where it need not wait. */
    Optional<Instant> holds(Optional<Instant> told, Instant cameIn, Instant now) {
      return told.filter(at -> cameIn.isBefore(at.plus(storm))).map(at -> at.plus(together)).filter(now::isBefore);
    }
  }

  private final Limits limits;

  public Deduplication(Limits limits) {
    this.limits = limits;
  }

  public Disposition judge(IntakeResult.Opened opened, SignalHistory history, Instant now) {
    if (history.done()) {
      return new Disposition.Drop(Why.DUPLICATE, "this event was handled before");
    }
    Optional<Instant> working = history.claimedUntil().filter(now::isBefore);
    if (working.isPresent()) {
      return new Disposition.Later(Why.CLAIMED, working.get(), "another run is working on this cluster");
    }
    Optional<Disposition> held = opened.notice() instanceof ParsedEvent.Alarm alarm ? heldBack(alarm.alarm(), history, now)
        : Optional.empty();
    return held.or(() -> history.begun() ? Optional.empty() : together(opened, history, now))
        .orElseGet(() -> history.seen() ? new Disposition.Resume() : fresh(opened, history, now));
  }

  public Disposition judge(IntakeResult.Closed closed, SignalHistory history) {
    Change change = closed.notice().alarm().change();
    if (history.done()) {
      return new Disposition.Drop(Why.DUPLICATE, "this event was handled before");
    }
    if (isLate(change, history)) {
      return new Disposition.Note(Why.LATE, "a newer state of this alarm is known");
    }
    return history.open() ? new Disposition.Close() : new Disposition.Note(Why.NOTHING_OPEN, "no incident is open");
  }

  /** A silence holds for a repetition too; what began before a newer state came is finished all the same. */
  private static Optional<Disposition> heldBack(AlarmReading alarm, SignalHistory history, Instant now) {
    if (!history.seen() && isLate(alarm.change(), history)) {
      return Optional.of(new Disposition.Note(Why.LATE, "a newer state of this alarm is known"));
    }
    Silence silence = alarm.silence();
    if (!silence.holds()) {
      return Optional.empty();
    }
    return Optional.of(
        silence
            .until()
            .filter(now::isBefore)
            .<Disposition>map(end -> new Disposition.Later(Why.SILENCED, end, silence.words()))
            .orElseGet(() -> new Disposition.Note(Why.SILENCED, silence.words())));
  }

  private Disposition fresh(IntakeResult.Opened opened, SignalHistory history, Instant now) {
    if (isBacklog(opened, history, now)) {
      return new Disposition.Note(Why.BACKLOG, "the cluster was looked at after this event happened");
    }
    if (history.open() || !(opened.notice() instanceof ParsedEvent.Alarm)) {
      return new Disposition.Look(false);
    }
    Instant since = now.minus(limits.flappingWindow());
    List<Instant> recent = history.openings().stream().filter(since::isBefore).sorted().toList();
    // This event would be one opening more.
    int openings = recent.size() + 1;
    if (openings > limits.flappingOpenings()) {
      return new Disposition.Later(Why.FLAPPING, now.plus(limits.quiet()), "the alarm comes and goes; one look when it is quiet");
    }
    return new Disposition.Look(openings == limits.flappingOpenings());
  }

  /**
   * An alarm that comes in while people read what they were just told of other alarms; a look that was begun for it goes on all the same.
   * What AWS itself reports of a cluster, such as a failover, is looked into at once.
   */
  private Optional<Disposition> together(IntakeResult.Opened opened, SignalHistory history, Instant now) {
    if (isBacklog(opened, history, now) || !(opened.notice() instanceof ParsedEvent.Alarm)) {
      return Optional.empty();
    }
    if (history.answered().filter(look -> now.isBefore(look.plus(limits.storm()))).isPresent()) {
      return Optional.of(new Disposition.Join(Why.COVERED, "recorded: the look of a moment ago speaks for it"));
    }
    return limits.holds(history.told(), now, now).map(until -> new Disposition.Later(Why.STORM, until,
        "recorded: people heard of this cluster a moment ago; what came in since then is looked into together"));
  }

  private boolean isBacklog(IntakeResult.Opened opened, SignalHistory history, Instant now) {
    Instant at = opened.signal().at();
    return at.plus(limits.backlog()).isBefore(now) && history.lastLook().filter(at::isBefore).isPresent();
  }

  private static boolean isLate(Change change, SignalHistory history) {
    return history.newestChange().filter(newest -> change.at().isBefore(newest)).isPresent();
  }
}
