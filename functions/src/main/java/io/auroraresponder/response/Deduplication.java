package io.auroraresponder.response;

import io.auroraresponder.intake.AlarmReading;
import io.auroraresponder.intake.AlarmReading.Change;
import io.auroraresponder.intake.AlarmReading.Silence;
import io.auroraresponder.intake.IntakeResult;
import io.auroraresponder.intake.Notice;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to do with an event in the light of what is remembered: events come twice, late, out of order, in backlogs and in flurries.
 *
 * <p>Pure: the memory and the time are given. Order is by an alarm's own state-change time, never by arrival.
 */
public final class Deduplication {

  /**
   * The numbers of this decision.
   *
   * @param backlog how old an event may be before a look that was made since covers it; ours: three alarm periods of five minutes
   * @param flappingWindow the time in which openings are counted; ours
   * @param flappingOpenings openings in that window that make it flapping; ours: a second one may be the same trouble
   * @param quiet how long a flapping cluster is left before one look; ours: the cool-down of two five-minute periods
   */
  public record Limits(Duration backlog, Duration flappingWindow, int flappingOpenings, Duration quiet) {
    public static final Limits DEFAULT = new Limits(Duration.ofMinutes(15), Duration.ofMinutes(30), 3, Duration.ofMinutes(10));
  }

  /**
   * What is remembered about the event and its cluster.
   *
   * @param seen whether this very event came before
   * @param done whether it was handled to the end then
   * @param newestChange the newest state change seen of the same alarm
   * @param open whether the cluster's incident is open or mitigated
   * @param claimedUntil until when somebody is working on the incident
   * @param lastLook when the cluster was last diagnosed by the event's runbook
   * @param openings when alarms opened the cluster's incidents or opened them again, any order
   */
  public record Memory(
      boolean seen,
      boolean done,
      Optional<Instant> newestChange,
      boolean open,
      Optional<Instant> claimedUntil,
      Optional<Instant> lastLook,
      List<Instant> openings) {
    public static final Memory NONE =
        new Memory(false, false, Optional.empty(), false, Optional.empty(), Optional.empty(), List.of());

    public Memory {
      openings = List.copyOf(openings);
    }

    /**
     * What the log says about one event of a cluster.
     *
     * @param seen empty where the event never came before
     * @param entry empty where the cluster has no incident and never had one
     * @param runbook the runbook that the event is for: what another one looked into covers nothing of it
     */
    public static Memory of(Optional<IncidentLog.Seen> seen, Optional<IncidentLogEntry> entry, Notice notice, String runbook) {
      Optional<Instant> newest =
          notice instanceof Notice.Alarm alarm
              ? entry.map(IncidentLogEntry::changes).map(changes -> changes.get(alarm.alarm().identity()))
              : Optional.empty();
      return new Memory(
          seen.isPresent(),
          seen.equals(Optional.of(IncidentLog.Seen.DONE)),
          newest,
          entry.map(IncidentLogEntry::isOpen).orElse(false),
          entry.flatMap(IncidentLogEntry::claim).map(IncidentLogEntry.Claim::until),
          entry.map(IncidentLogEntry::look).filter(look -> look.isMade() && look.runbook().equals(runbook)).map(IncidentLogEntry.Look::at),
          entry.map(IncidentLogEntry::openings).orElse(List.of()));
    }
  }

  /** Why an event is not looked into at once: a closed list, for logs and counts. */
  public enum Why {
    DUPLICATE,
    LATE,
    SILENCED,
    BACKLOG,
    FLAPPING,
    CLAIMED,
    NOTHING_OPEN
  }

  /** What to do. */
  public sealed interface Course {
    /**
     * Diagnose.
     *
     * @param joins whether an open incident takes it in
     * @param flapping whether the message must say that the alarm comes and goes: it is the last one until it is quiet
     */
    record Look(boolean joins, boolean flapping) implements Course {}

    /** Go on where an earlier try broke off. */
    record Resume() implements Course {}

    /** The alarm is over: mitigated under a lease, else resolved. */
    record Close() implements Course {}

    /** Keep it in the incident and do nothing. */
    record Note(Why why, String text) implements Course {}

    /** Not now: due in the ledger at that time, so that it is not lost. */
    record Later(Why why, Instant due, String text) implements Course {}

    /** It was handled before. */
    record Drop(Why why, String text) implements Course {}
  }

  private final Limits limits;

  public Deduplication(Limits limits) {
    this.limits = limits;
  }

  public Course judge(IntakeResult.Opened opened, Memory memory, Instant now) {
    if (memory.done()) {
      return new Course.Drop(Why.DUPLICATE, "this event was handled before");
    }
    Optional<Instant> working = memory.claimedUntil().filter(now::isBefore);
    if (working.isPresent()) {
      return new Course.Later(Why.CLAIMED, working.get(), "another run is working on this cluster");
    }
    Optional<Course> held = opened.notice() instanceof Notice.Alarm alarm ? heldBack(alarm.alarm(), memory, now) : Optional.empty();
    return held.orElseGet(() -> memory.seen() ? new Course.Resume() : fresh(opened, memory, now));
  }

  public Course judge(IntakeResult.Closed closed, Memory memory) {
    Change change = closed.notice().alarm().change();
    if (memory.done()) {
      return new Course.Drop(Why.DUPLICATE, "this event was handled before");
    }
    if (isLate(change, memory)) {
      return new Course.Note(Why.LATE, "a newer state of this alarm is known");
    }
    return memory.open() ? new Course.Close() : new Course.Note(Why.NOTHING_OPEN, "no incident is open");
  }

  /** A silence holds for a repetition too; what began before a newer state came is finished all the same. */
  private static Optional<Course> heldBack(AlarmReading alarm, Memory memory, Instant now) {
    if (!memory.seen() && isLate(alarm.change(), memory)) {
      return Optional.of(new Course.Note(Why.LATE, "a newer state of this alarm is known"));
    }
    Silence silence = alarm.silence();
    if (!silence.holds()) {
      return Optional.empty();
    }
    return Optional.of(
        silence
            .until()
            .filter(now::isBefore)
            .<Course>map(end -> new Course.Later(Why.SILENCED, end, silence.words()))
            .orElseGet(() -> new Course.Note(Why.SILENCED, silence.words())));
  }

  private Course fresh(IntakeResult.Opened opened, Memory memory, Instant now) {
    Instant at = opened.signal().at();
    boolean old = at.plus(limits.backlog()).isBefore(now);
    if (old && memory.lastLook().filter(at::isBefore).isPresent()) {
      return new Course.Note(Why.BACKLOG, "the cluster was looked at after this event happened");
    }
    if (memory.open() || !(opened.notice() instanceof Notice.Alarm)) {
      return new Course.Look(memory.open(), false);
    }
    Instant since = now.minus(limits.flappingWindow());
    List<Instant> recent = memory.openings().stream().filter(since::isBefore).sorted().toList();
    // This event would be one opening more.
    int openings = recent.size() + 1;
    if (openings > limits.flappingOpenings()) {
      return new Course.Later(Why.FLAPPING, now.plus(limits.quiet()), "the alarm comes and goes; one look when it is quiet");
    }
    return new Course.Look(false, openings == limits.flappingOpenings());
  }

  private static boolean isLate(Change change, Memory memory) {
    return memory.newestChange().filter(newest -> change.at().isBefore(newest)).isPresent();
  }
}
