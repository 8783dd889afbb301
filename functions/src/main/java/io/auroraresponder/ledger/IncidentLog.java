package io.auroraresponder.ledger;

import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.IncidentLogEntry.Claim;
import io.auroraresponder.ledger.IncidentLogEntry.Look;
import io.auroraresponder.ledger.IncidentLogEntry.Told;
import io.auroraresponder.ledger.Table.Condition;
import io.auroraresponder.ledger.Table.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The memory of events and incidents, so that an event that comes twice is handled once and one that broke off is finished.
 *
 * <p>An event's way is four transitions: {@link #take}, {@link #examined}, {@link #decided} and, when people have been told,
 * {@link #done}. Each writes the incident's item once, on the condition that nobody wrote it since it was read, and is safe to repeat;
 * a run that comes after a crash asks {@link IncidentLogEntry#next} where to go on.
 *
 * <p>The work list is written after the item: whoever takes an incident off the list looks at the item once more, so that a signal that
 * joined in between is seen by one of the two.
 *
 * <p>Every method throws {@link Table.TableUnavailableException} where the table did not answer. Times are compared here, never
 * left to the table's time-to-live, which is late.
 */
public final class IncidentLog {
  /** Longer than a queue and its dead-letter queue keep a message (SQS: 14 days each). */
  private static final Duration EVENT_LIFE = Duration.ofDays(30);

  private static final Duration INCIDENT_LIFE = Duration.ofDays(90);

  /** Openings are kept this long: far beyond any window in which flapping is counted. */
  private static final Duration OPENINGS_LIFE = Duration.ofHours(6);

  /** More alarms than one cluster is given; the longest unchanged is forgotten first. */
  private static final int MOST_ALARMS = 100;

  private static final int ATTEMPTS = 10;

  /** Whether an event came before. */
  public enum Seen {
    FIRST,
    UNFINISHED,
    DONE
  }

  /** When an incident is looked at next. */
  public record Reminder(String key, Instant due) {}

  /** An alarm's change of state, by the alarm's identity. */
  public record AlarmChange(String alarm, Instant at) {}

  /**
   * A signal that has come in.
   *
   * @param incident what it opens where nothing is open
   * @param change what it says of an alarm, empty where it is no alarm's: however often such come, no alarm comes and goes
   */
  public record Arrival(Incident incident, Optional<AlarmChange> change) {
    String event() {
      return incident.signal().id();
    }
  }

  /**
   * How a signal is admitted to its incident.
   *
   * @param joins whether it opens the incident, opens it again or becomes part of the open one
   * @param finished whether it is handled with that: a repetition of it is a duplicate from now on
   * @param claim the run that works on the incident from now on
   * @param due when the incident is looked at, at the latest
   */
  public record Admission(boolean joins, boolean finished, Optional<Claim> claim, Optional<Instant> due) {
    /** Nothing follows from it but that its alarm's state is known. */
    public static final Admission FINISHED = new Admission(false, true, Optional.empty(), Optional.empty());

    /** What follows from it is decided by the caller, who finishes it with {@link IncidentLog#done}. */
    public static final Admission NOTED = new Admission(false, false, Optional.empty(), Optional.empty());

    /** Part of the incident, and nothing else: somebody asked for quiet. */
    public static Admission recorded(Instant due) {
      return new Admission(true, true, Optional.empty(), Optional.of(due));
    }

    /** Part of the incident, whose last look speaks for it; the incident is on the work list already. */
    public static Admission covered() {
      return new Admission(true, true, Optional.empty(), Optional.empty());
    }

    public static Admission waiting(Instant due) {
      return new Admission(true, false, Optional.empty(), Optional.of(due));
    }

    /** {@code due}: when somebody else looks should this run die. */
    public static Admission claimed(Claim claim, Instant due) {
      return new Admission(true, false, Optional.of(claim), Optional.of(due));
    }

    private IncidentLogEntry of(IncidentLogEntry entry, Arrival arrival, Instant now) {
      IncidentLogEntry noted = arrival.change().map(change -> entry.withChange(change.alarm(), change.at(), MOST_ALARMS)).orElse(entry);
      IncidentLogEntry joined = joins ? noted.with(arrival.incident(), now, now.minus(OPENINGS_LIFE)) : noted;
      IncidentLogEntry counted = arrival.change().isPresent() ? joined : joined.countingAs(noted);
      IncidentLogEntry left = finished ? counted.without(Set.of(arrival.event())) : counted;
      return claim.isPresent() ? left.with(claim) : left;
    }
  }

  /**
   * A signal that has been taken in.
   *
   * @param judgement what the judge said of it
   * @param entry the incident with it
   */
  public record Taken<D>(D judgement, IncidentLogEntry entry) {}

  /**
   * How an incident stands when a run leaves it.
   *
   * @param state empty where it stays as it is
   * @param due when it is looked at next; empty where it is over, and then it leaves the work list
   */
  public record NextLook(Optional<Report.State> state, Optional<Instant> due) {
    public static NextLook at(Instant due) {
      return new NextLook(Optional.empty(), Optional.of(due));
    }

    public static NextLook never(Report.State state) {
      return new NextLook(Optional.of(state), Optional.empty());
    }

    public static NextLook at(Instant due, Report.State state) {
      return new NextLook(Optional.of(state), Optional.of(due));
    }

    private IncidentLogEntry of(IncidentLogEntry entry) {
      Look look = entry.look();
      IncidentLogEntry next = !look.isMade() ? entry
          : entry.with(look.lookingAgain(due.map(at -> new Report.NextLook(at, look.next().flatMap(Report.NextLook::saidAgain)))));
      return state.isPresent() && entry.isOpen() ? next.with(state.get()) : next;
    }
  }

  /**
   * What a run has done when it leaves an incident.
   *
   * @param owner whose claim ends; nothing happens to a claim of another
   * @param told what people have been told by now
   * @param events what is handled to the end
   * @param covered what else is, of the signals that came in while the run looked
   */
  public record Done(String owner, Optional<Told> told, Set<String> events, Predicate<Incident> covered) {
    public Done {
      events = Set.copyOf(events);
    }

    public Done(String owner, Optional<Told> told, Set<String> events) {
      this(owner, told, events, waiting -> false);
    }

    private IncidentLogEntry of(IncidentLogEntry entry) {
      return told.map(entry::told).orElse(entry).without(handled(entry)).releasedBy(owner);
    }

    private Set<String> handled(IncidentLogEntry entry) {
      Set<String> all = new LinkedHashSet<>(events);
      entry.pending().forEach((event, waiting) -> {
        if (covered.test(waiting)) {
          all.add(event);
        }
      });
      return all;
    }
  }

  private final Table table;

  public IncidentLog(Table table) {
    this.table = table;
  }

  /** Notes an event that belongs to no incident; of two at once exactly one is the first. */
  public Seen see(String event, String incidentKey, Instant now) {
    return table.put(event(event, incidentKey, now, 0), Condition.ABSENT) ? Seen.FIRST : seenBefore(event).orElse(Seen.UNFINISHED);
  }

  /** Whether it came before, without noting it; empty where it did not. */
  public Optional<Seen> seenBefore(String event) {
    return table.get(eventKey(event)).map(item -> item.numbers().getOrDefault("done", 0L) == 1 ? Seen.DONE : Seen.UNFINISHED);
  }

  /**
   * Takes a signal in: notes it, decides on what is known of it and of its incident, writes what follows from that, and puts the incident
   * on the work list. Repeating changes nothing.
   *
   * @param judge decides; asked again where the incident was written by another in the meantime
   * @param admission what follows from the decision
   */
  public <D> Taken<D> take(
      Arrival arrival, BiFunction<Seen, IncidentLogEntry, D> judge, Function<D, Admission> admission, Instant now) {
    String key = arrival.incident().key();
    Seen seen = see(arrival.event(), key, now);
    IncidentLogEntry start = current(key);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      D judgement = judge.apply(seen, start);
      Admission admitted = admission.apply(judgement);
      Optional<IncidentLogEntry> written = write(start, admitted.of(start, arrival, now), now);
      if (written.isPresent()) {
        admitted.due().ifPresent(due -> remind(key, due));
        if (admitted.finished() && seen != Seen.DONE) {
          finish(key, arrival.event(), now);
        }
        return new Taken<>(judgement, written.get());
      }
      start = current(key);
    }
    throw contended(key);
  }

  /** Takes the incident for work; empty where another run has it. The same owner may take it again. */
  public Optional<IncidentLogEntry> claim(IncidentLogEntry entry, Claim wanted, Instant now) {
    IncidentLogEntry after = update(entry, now, start -> start.mayBeTakenBy(wanted.owner(), now) ? start.with(Optional.of(wanted)) : start);
    return after.claim().equals(Optional.of(wanted)) ? Optional.of(after) : Optional.empty();
  }

  /**
   * Keeps a diagnosis before anything follows from it.
   *
   * @param look its result may be known by now: where nothing is to be changed nobody has to be asked
   */
  public IncidentLogEntry examined(IncidentLogEntry entry, Look look, Instant now) {
    return update(entry, now, start -> start.with(look));
  }

  /** Keeps what the hand-over of the plan answered; ignored where another event has been diagnosed since. */
  public IncidentLogEntry decided(IncidentLogEntry entry, String event, String result, Optional<Report.NextLook> next, Instant now) {
    return update(entry, now, start -> start.look().event().equals(event)
        ? start.with(start.look().withResult(result).lookingAgain(next)) : start);
  }

  /**
   * Leaves an incident: ends the claim and the signals, and settles when it is looked at next.
   *
   * @param next decides on how the incident stands then; asked again where it was written by another in the meantime
   */
  public IncidentLogEntry done(IncidentLogEntry entry, Done done, Function<IncidentLogEntry, NextLook> next, Instant now) {
    IncidentLogEntry start = entry;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      IncidentLogEntry left = done.of(start);
      NextLook look = next.apply(left);
      Optional<IncidentLogEntry> written = write(start, look.of(left), now);
      if (written.isPresent()) {
        done.handled(start).forEach(event -> finish(entry.key(), event, now));
        schedule(written.get(), look.due(), now);
        return written.get();
      }
      start = current(entry.key());
    }
    throw contended(entry.key());
  }

  /** Leaves an incident in the middle: its signals wait, and whoever comes next need not wait until a dead owner's claim is over. */
  public void abandon(IncidentLogEntry entry, String owner, Optional<Told> told, Instant now) {
    update(entry, now, new Done(owner, told, Set.of())::of);
  }

  /** Leaves an incident whose signals wait until then, whatever was due before. */
  public IncidentLogEntry postpone(IncidentLogEntry entry, String owner, Instant due, Instant now) {
    IncidentLogEntry left = update(entry, now, new Done(owner, Optional.empty(), Set.of())::of);
    table.put(reminder(entry.key(), due), Condition.NONE);
    return left;
  }

  private void schedule(IncidentLogEntry entry, Optional<Instant> due, Instant now) {
    if (due.isEmpty()) {
      settle(entry.key(), now);
    } else if (entry.pending().isEmpty()) {
      table.put(reminder(entry.key(), due.get()), Condition.NONE);
    } else {
      remind(entry.key(), due.get());
    }
  }

  /** Puts the incident on the work list, to be looked at by then at the latest. An earlier reminder stays. */
  public void remind(String incidentKey, Instant due) {
    table.put(reminder(incidentKey, due), new Condition.AbsentOrNumberAbove("due", due.toEpochMilli()));
  }

  /**
   * When an incident is looked at again by itself, not before {@code now}; empty where it is not. While a run works on it the time that the
   * run foresaw counts, because the reminder is for the case that the run dies.
   */
  public Optional<Instant> nextLook(String incidentKey, Instant now) {
    return recall(incidentKey).flatMap(entry -> nextLook(entry, now));
  }

  private Optional<Instant> nextLook(IncidentLogEntry entry, Instant now) {
    if (!entry.isOpen() && entry.pending().isEmpty()) {
      return Optional.empty();
    }
    boolean working = entry.claim().filter(claim -> now.isBefore(claim.until())).isPresent();
    Optional<Instant> foreseen = entry.look().next().map(Report.NextLook::at).filter(now::isBefore).filter(at -> working);
    return foreseen.or(() -> table.get(openKey(entry.key())).map(IncidentLog::due)).map(at -> at.isBefore(now) ? now : at);
  }

  private static Instant due(Item reminder) {
    return Instant.ofEpochMilli(reminder.numbers().getOrDefault("due", 0L));
  }

  /** What is due, in the order of keys. */
  public List<Reminder> due(Instant now) {
    List<Reminder> all = new ArrayList<>();
    for (Item item : table.query("OPEN")) {
      Instant due = due(item);
      if (!due.isAfter(now)) {
        all.add(new Reminder(item.key().sk(), due));
      }
    }
    return all;
  }

  /** Takes the incident off the work list, unless a signal has come in that is not handled to the end. */
  public void settle(String incidentKey, Instant now) {
    table.delete(openKey(incidentKey));
    boolean waiting = recall(incidentKey).map(entry -> !entry.pending().isEmpty()).orElse(false);
    if (waiting) {
      remind(incidentKey, now);
    }
  }

  public Optional<IncidentLogEntry> recall(String incidentKey) {
    return table.get(IncidentLogItems.key(incidentKey)).map(item -> IncidentLogItems.read(incidentKey, item));
  }

  private IncidentLogEntry current(String incidentKey) {
    return recall(incidentKey).orElseGet(() -> IncidentLogEntry.fresh(incidentKey));
  }

  private void finish(String incidentKey, String event, Instant now) {
    table.put(event(event, incidentKey, now, 1), Condition.NONE);
  }

  /** One conditional write of one item: whoever loses the race decides anew on what is there then. */
  private IncidentLogEntry update(IncidentLogEntry entry, Instant now, UnaryOperator<IncidentLogEntry> change) {
    IncidentLogEntry start = entry;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<IncidentLogEntry> written = write(start, change.apply(start), now);
      if (written.isPresent()) {
        return written.get();
      }
      start = current(entry.key());
    }
    throw contended(entry.key());
  }

  /** The entry as it stands then; empty where it was written by another since {@code start} was read. */
  private Optional<IncidentLogEntry> write(IncidentLogEntry start, IncidentLogEntry next, Instant now) {
    if (next.equals(start)) {
      return Optional.of(start);
    }
    Condition condition = start.version() == 0 ? Condition.ABSENT : new Condition.NumberIs(IncidentLogItems.VERSION, start.version());
    Item item = IncidentLogItems.write(next, start.version() + 1, now.plus(INCIDENT_LIFE).getEpochSecond());
    return table.put(item, condition) ? Optional.of(IncidentLogItems.read(start.key(), item)) : Optional.empty();
  }

  private static Table.TableUnavailableException contended(String incidentKey) {
    return new Table.TableUnavailableException(
        "incident " + incidentKey + " was written by others " + ATTEMPTS + " times in a row", new IllegalStateException("contended"));
  }

  private static Item event(String event, String incidentKey, Instant now, long done) {
    return new Item(
        eventKey(event),
        Map.of("incident", incidentKey),
        Map.of("done", done, "at", now.toEpochMilli(), IncidentLogItems.TIME_TO_LIVE, now.plus(EVENT_LIFE).getEpochSecond()));
  }

  private static Item reminder(String incidentKey, Instant due) {
    return new Item(openKey(incidentKey), Map.of(), Map.of("due", due.toEpochMilli()));
  }

  private static Table.Key eventKey(String event) {
    return new Table.Key("EVENT#" + event, "SEEN");
  }

  private static Table.Key openKey(String incidentKey) {
    return new Table.Key("OPEN", incidentKey);
  }
}
