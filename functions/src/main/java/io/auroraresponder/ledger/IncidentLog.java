package io.auroraresponder.ledger;

import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.IncidentLogEntry.Claim;
import io.auroraresponder.ledger.IncidentLogEntry.Look;
import io.auroraresponder.ledger.Table.Condition;
import io.auroraresponder.ledger.Table.Item;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The memory of events and incidents, so that an event that comes twice is handled once and one that broke off is finished.
 *
 * <p>The order of an event's way: {@link #see}, {@link #remind}, {@link #join}, {@link #claim}, diagnose, {@link #storeReport}, hand the
 * plan over, {@link #storeResult}, publish, {@link #markSent}, {@link #finish}. Each is safe to repeat; a run that comes after a
 * crash asks {@link IncidentLogEntry#next} where to go on.
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

  /** An open incident's next due time. */
  public record Reminder(String key, Instant since, Instant due) {}

  private final Table table;

  public IncidentLog(Table table) {
    this.table = table;
  }

  /** Notes an event; of two at once exactly one is the first. */
  public Seen see(String event, String incidentKey, Instant now) {
    Item seen = event(event, incidentKey, now, 0);
    if (table.put(seen, Condition.ABSENT)) {
      return Seen.FIRST;
    }
    return seenBefore(event).orElse(Seen.UNFINISHED);
  }

  /** Whether it came before, without noting it; empty where it did not. */
  public Optional<Seen> seenBefore(String event) {
    return table.get(eventKey(event)).map(item -> item.numbers().getOrDefault("done", 0L) == 1 ? Seen.DONE : Seen.UNFINISHED);
  }

  /** Puts the incident on the sweep's work list, to be looked at by then at the latest. An earlier reminder stays. */
  public void remind(String incidentKey, Instant now, Instant due) {
    Table.Key key = openKey(incidentKey);
    Optional<Item> before = table.get(key);
    long since = before.map(item -> item.numbers().getOrDefault("since", now.toEpochMilli())).orElse(now.toEpochMilli());
    long already = before.map(item -> item.numbers().getOrDefault("due", Long.MAX_VALUE)).orElse(Long.MAX_VALUE);
    long wanted = Math.min(due.toEpochMilli(), already);
    table.put(new Item(key, Map.of(), Map.of("since", since, "due", wanted)), Condition.NONE);
  }

  /** Puts a reminder off, or forward: what the sweep does with one that it has worked on. */
  public void remindAgain(String incidentKey, Instant now, Instant due) {
    table.put(new Item(openKey(incidentKey), Map.of(), Map.of("since", now.toEpochMilli(), "due", due.toEpochMilli())), Condition.NONE);
  }

  /** What is due, in the order of keys. */
  public List<Reminder> due(Instant now) {
    List<Reminder> all = new ArrayList<>();
    for (Item item : table.query("OPEN")) {
      Instant due = Instant.ofEpochMilli(item.numbers().getOrDefault("due", 0L));
      if (!due.isAfter(now)) {
        all.add(new Reminder(item.key().sk(), Instant.ofEpochMilli(item.numbers().getOrDefault("since", 0L)), due));
      }
    }
    return all;
  }

  /** Takes the incident off the work list, unless a signal has come in that is not handled to the end. */
  public void settle(String incidentKey, Instant now) {
    table.delete(openKey(incidentKey));
    // A signal may have joined between the last look at the entry and the delete: its reminder is put back.
    boolean waiting = recall(incidentKey).map(entry -> !entry.pending().isEmpty()).orElse(false);
    if (waiting) {
      remind(incidentKey, now, now);
    }
  }

  public Optional<IncidentLogEntry> recall(String incidentKey) {
    return table.get(IncidentLogItems.key(incidentKey)).map(item -> IncidentLogItems.read(incidentKey, item));
  }

  /** Opens the cluster's incident, opens it again, or takes the signal into the open one. Repeating changes nothing. */
  public IncidentLogEntry join(Incident arriving, Instant now) {
    return update(arriving.key(), now, entry -> entry.with(arriving, now, now.minus(OPENINGS_LIFE)));
  }

  /** The same for a signal that is no alarm: however often such come, no alarm comes and goes. */
  public IncidentLogEntry joinUncounted(Incident arriving, Instant now) {
    return update(arriving.key(), now, entry -> entry.with(arriving, now, now.minus(OPENINGS_LIFE)).countingAs(entry));
  }

  /** Notes an alarm's change of state; older ones than the newest known change nothing. */
  public IncidentLogEntry noteChange(String incidentKey, String alarm, Instant at, Instant now) {
    return update(incidentKey, now, entry -> entry.withChange(alarm, at, MOST_ALARMS));
  }

  /**
   * Takes the incident for work; empty where another run has it. The same owner may take it again.
   *
   * @param lasting the function's time-out: whoever took it is dead afterwards
   */
  public Optional<IncidentLogEntry> claim(String incidentKey, String owner, Instant now, Duration lasting) {
    Claim wanted = new Claim(owner, now.plus(lasting).truncatedTo(ChronoUnit.MILLIS));
    IncidentLogEntry after = update(incidentKey, now, entry -> mayTake(entry, owner, now) ? entry.with(Optional.of(wanted)) : entry);
    return after.claim().equals(Optional.of(wanted)) ? Optional.of(after) : Optional.empty();
  }

  /** Gives the incident free; nothing happens where another has it by now. */
  public void release(String incidentKey, String owner, Instant now) {
    update(
        incidentKey,
        now,
        entry -> entry.claim().map(Claim::owner).filter(owner::equals).isPresent() ? entry.with(Optional.empty()) : entry);
  }

  /** Keeps the diagnosis before anything follows from it. */
  public IncidentLogEntry storeReport(String incidentKey, String event, String report, String plan, String cause, Instant now) {
    return update(incidentKey, now, entry -> entry.with(
        new Look(event, entry.runbookOf(event), report, plan, "", cause, now, java.util.Set.of())));
  }

  /** Keeps what the hand-over of the plan answered; ignored where another event has been diagnosed since. */
  public IncidentLogEntry storeResult(String incidentKey, String event, String result, Instant now) {
    return update(incidentKey, now, entry -> entry.look().event().equals(event) ? entry.with(entry.look().withResult(result)) : entry);
  }

  /** Notes that a channel has the message; ignored where another event has been diagnosed since. */
  public IncidentLogEntry markSent(String incidentKey, String event, String channel, Instant now) {
    return update(incidentKey, now, entry -> entry.look().event().equals(event) ? entry.with(entry.look().withSent(channel)) : entry);
  }

  /** The event is handled to the end: a repetition of it is a duplicate from now on. */
  public IncidentLogEntry finish(String incidentKey, String event, Instant now) {
    table.put(event(event, incidentKey, now, 1), Condition.NONE);
    return update(incidentKey, now, entry -> entry.without(event));
  }

  /** Mitigated or resolved; an incident that is not open stays as it is. */
  public IncidentLogEntry close(String incidentKey, Report.State state, Instant now) {
    return update(incidentKey, now, entry -> entry.isOpen() ? entry.with(state) : entry);
  }

  private static boolean mayTake(IncidentLogEntry entry, String owner, Instant now) {
    return entry.claim().filter(claim -> now.isBefore(claim.until()) && !claim.owner().equals(owner)).isEmpty();
  }

  /** One conditional write of one item: whoever loses the race decides anew on what is there then. */
  private IncidentLogEntry update(String incidentKey, Instant now, UnaryOperator<IncidentLogEntry> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<IncidentLogEntry> before = recall(incidentKey);
      IncidentLogEntry start = before.orElseGet(() -> IncidentLogEntry.fresh(incidentKey));
      IncidentLogEntry next = change.apply(start);
      if (next.equals(start)) {
        return start;
      }
      Condition condition = before.isPresent() ? new Condition.NumberIs(IncidentLogItems.VERSION, start.version()) : Condition.ABSENT;
      long version = start.version() + 1;
      if (table.put(IncidentLogItems.write(next, version, now.plus(INCIDENT_LIFE).getEpochSecond()), condition)) {
        return IncidentLogItems.read(incidentKey, IncidentLogItems.write(next, version, 0));
      }
    }
    throw new Table.TableUnavailableException(
        "incident " + incidentKey + " was written by others " + ATTEMPTS + " times in a row", new IllegalStateException("contended"));
  }

  private static Item event(String event, String incidentKey, Instant now, long done) {
    return new Item(
        eventKey(event),
        Map.of("incident", incidentKey),
        Map.of("done", done, "at", now.toEpochMilli(), IncidentLogItems.TIME_TO_LIVE, now.plus(EVENT_LIFE).getEpochSecond()));
  }

  private static Table.Key eventKey(String event) {
    return new Table.Key("EVENT#" + event, "SEEN");
  }

  private static Table.Key openKey(String incidentKey) {
    return new Table.Key("OPEN", incidentKey);
  }
}
