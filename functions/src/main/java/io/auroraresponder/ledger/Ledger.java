package io.auroraresponder.ledger;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Heads and chains.
 *
 * <p>A head is written in one way only: flush the last entry as an item of its own, then put the head under the condition that
 * nobody wrote since it was read, then flush the new entry. So all entries but the last are always items, and the last is in the
 * head and perhaps an item. Reads and writes never throw: a table that does not answer is a value.
 */
public final class Ledger implements LeaseReader {
  /** Shares the partition of the chain: how far people were told of it. */
  static final String TOLD = "told";
  /** Our choice: a clock that is further off than this from the table's gives every time in a head a wrong meaning. */
  private static final Duration MOST_SKEW = Duration.ofMinutes(1);
  /** Within a run the entry of the write before stands as it was put; whoever comes later looks again. */
  private static final Duration FLUSHED_JUST_NOW = Duration.ofSeconds(20);

  private final Table table;
  private final InstantSource clock;
  private final Supplier<String> writeIds;
  private final Map<Table.Key, Parsed> parsed = new ConcurrentHashMap<>();
  private final Map<String, Flushed> flushed = new ConcurrentHashMap<>();

  /** An entry that this container has seen to stand as an item, and when. */
  private record Flushed(String hash, Instant at) {}

  /** What a container has read, and what it came to. */
  private record Parsed(Table.Item item, Head head) {}

  /** How a head write ended. */
  public sealed interface Written {
    record Done(Head head) implements Written {}

    /** Another writer was first: decide anew. */
    record Lost() implements Written {}

    /** Whether it was written is not known, or the flush before it failed. */
    record Unavailable(String reason) implements Written {}
  }

  /**
   * A ledger over one table.
   *
   * @param writeIds a fresh unique text on each call
   */
  public Ledger(Table table, InstantSource clock, Supplier<String> writeIds) {
    this.table = table;
    this.clock = clock;
    this.writeIds = writeIds;
  }

  /** A head that did not change since it was read last is not parsed again: a sweep reads every head, and most of them are at rest. */
  private Head parsed(Table.Item item) {
    Parsed last = parsed.get(item.key());
    if (last != null && last.item().equals(item)) {
      return last.head();
    }
    Head head = HeadItem.read(item);
    parsed.put(item.key(), new Parsed(item, head));
    return head;
  }

  /** The head under the cluster's name of today; a head of version 0 where nothing is recorded. */
  public Reading<Head> head(String resourceId, ClusterId cluster) {
    Reading<Head> stored =
        reading(() -> table.get(HeadItem.key(resourceId)).map(this::parsed).map(head -> named(head, cluster))
            .orElseGet(() -> Head.first(resourceId, cluster, table.id())));
    return stored.flatMap(head -> tableId().flatMap(id -> head.tableId().equals(id) ? stored : Reading.unavailable(
        "the ledger was restored from another table, and what it says of this cluster is not taken over yet")));
  }

  /** The head as it is recorded; empty where nothing is. */
  public Reading<Optional<Head>> recorded(String resourceId) {
    return reading(() -> table.get(HeadItem.key(resourceId)).map(this::parsed));
  }

  /** All heads; one that cannot be understood is unavailable and hides no other. */
  public Reading<List<Reading<Head>>> heads() {
    return reading(() -> table.query(HeadItem.PARTITION).stream().filter(item -> !item.key().sk().equals(HeadItem.FLEET))
        .map(item -> reading(() -> parsed(item))).toList());
  }

  public Written write(HeadDraft draft, EntryKind kind, EntryBody body) {
    Head seen = draft.seen();
    Instant now = clock.instant();
    try {
      Optional<String> wrong = wrongClock();
      if (wrong.isPresent()) {
        return new Written.Unavailable(wrong.get());
      }
      Optional<String> found = flush(seen);
      if (found.isPresent()) {
        return forked(seen, found.get(), now);
      }
    } catch (Table.TableUnavailableException silent) {
      return new Written.Unavailable("the ledger did not answer: " + silent.getMessage());
    }
    Instant at = now.isAfter(seen.at()) ? now : seen.at();
    Head next = draft.next(writeIds.get(), at, ChainEntry.after(seen.tail(), at, kind, body));
    return put(seen, next);
  }

  /**
   * The chain holds another entry than the head knows. That is entered once, and what was to be written is decided anew: a broken chain
   * blocks raises, never the way back.
   */
  private Written forked(Head seen, String found, Instant now) {
    Instant at = now.isAfter(seen.at()) ? now : seen.at();
    Fork fork = new Fork(seen.seq(), found, at);
    EntryBody body = new EntryBody().with("at", (double) fork.seq()).with("found", found).with("known", seen.hash())
        .say(forkMessage(seen, fork));
    Head next =
        seen.draft().fork(Optional.of(fork)).next(writeIds.get(), at, ChainEntry.after(seen.tail(), at, EntryKind.FORK, body));
    Written written = put(seen, next);
    return written instanceof Written.Done ? new Written.Lost() : written;
  }

  private static EntryMessage forkMessage(Head head, Fork fork) {
    Phrase text =
        Phrase.of(
            head.cluster().value() + ": the ledger's chain holds another entry {#} than the head knows: raises are off until a person has "
            + "looked into it and ordered clear-fork; orders and give-backs go on",
            Fact.count("ledger chain", fork.at(), fork.seq(), ""));
    return new EntryMessage(
        Severity.CRITICAL, "fork-" + head.resourceId(), head.cluster().value(), head.lease().map(Lease::id).orElse(""), text, List.of());
  }

  /** Keeps what needs no transition: the first of two reads, and when the head was tended. Lost where another was first. */
  public Written keep(Head seen, Optional<Look> look, Instant tendedAt) {
    Head next = seen.kept(writeIds.get(), look, tendedAt);
    try {
      Optional<String> wrong = wrongClock();
      if (wrong.isPresent()) {
        return new Written.Unavailable(wrong.get());
      }
      return table.put(HeadItem.write(next), new Table.Condition.AbsentOrTextIs(HeadItem.UPKEEP, seen.upkeepId()))
          ? new Written.Done(next)
          : new Written.Lost();
    } catch (Table.TableUnavailableException silent) {
      return new Written.Unavailable("the ledger did not answer: " + silent.getMessage());
    }
  }

  private Written put(Head seen, Head next) {
    Table.Condition unchanged = seen.ver() == 0 ? Table.Condition.ABSENT : new Table.Condition.NumberIs(HeadItem.VER, seen.ver());
    boolean written;
    try {
      written = table.put(HeadItem.write(next), unchanged);
    } catch (Table.TableUnavailableException unsure) {
      return readBack(next, new Written.Unavailable("the ledger did not answer: " + unsure.getMessage()));
    }
    if (!written) {
      // A retry inside the client may have met our own first attempt: only the head itself can tell.
      return readBack(next, new Written.Lost());
    }
    flushNewest(next);
    return new Written.Done(next);
  }

  private Written readBack(Head next, Written otherwise) {
    try {
      Optional<String> writer = table.get(HeadItem.key(next.resourceId())).map(HeadItem::writeId);
      return writer.equals(Optional.of(next.writeId())) ? new Written.Done(next) : otherwise;
    } catch (Table.TableUnavailableException silent) {
      return new Written.Unavailable("the ledger did not answer: " + silent.getMessage());
    }
  }

  /** The hash of the entry that stands in the place of the head's last one, where it is another. */
  private Optional<String> flush(Head head) {
    if (head.tail().isEmpty() || head.fork().filter(fork -> fork.seq() == head.seq()).isPresent()) {
      return Optional.empty();
    }
    ChainEntry entry = head.tail().get();
    Flushed last = flushed.get(head.resourceId());
    if (last != null && last.hash().equals(entry.hash()) && clock.instant().isBefore(last.at().plus(FLUSHED_JUST_NOW))) {
      return Optional.empty();
    }
    Table.Condition sameOrAbsent = new Table.Condition.AbsentOrTextIs(ChainItem.HASH, entry.hash());
    if (table.put(ChainItem.item(head.resourceId(), entry), sameOrAbsent)) {
      flushed.put(head.resourceId(), new Flushed(entry.hash(), clock.instant()));
      return Optional.empty();
    }
    return table.get(ChainItem.key(head.resourceId(), entry.seq())).map(item -> item.texts().getOrDefault(ChainItem.HASH, "none"))
        .or(() -> Optional.of("gone again"));
  }

  private void flushNewest(Head head) {
    try {
      flush(head);
    } catch (Table.TableUnavailableException later) {
      // The next head write flushes it again; until then it stands in the head.
    }
  }

  /** The chain with the head's tail, in order; faults are for {@link Chain#faults} to find. */
  public Reading<List<ChainEntry>> chain(String resourceId) {
    return reading(() -> {
      List<ChainEntry> entries = new ArrayList<>();
      for (Table.Item item : table.query(ChainItem.partition(resourceId))) {
        if (!item.key().sk().equals(TOLD)) {
          entries.add(ChainItem.entry(item));
        }
      }
      long last = entries.isEmpty() ? 0 : entries.getLast().seq();
      table.get(HeadItem.key(resourceId)).map(this::parsed).flatMap(Head::tail).filter(tail -> tail.seq() > last).ifPresent(entries::add);
      return entries;
    });
  }

  /** Entries after {@code seq}; the chain is read backwards from the head's tail only as far as needed. */
  public Reading<List<ChainEntry>> entriesAfter(Head head, long seq) {
    return reading(() -> {
      List<ChainEntry> entries = new ArrayList<>();
      for (long next = seq + 1; next < head.seq(); next++) {
        entries.add(ChainItem.entry(table.get(ChainItem.key(head.resourceId(), next))
            .orElseThrow(() -> new IllegalStateException("a chain entry is missing"))));
      }
      head.tail().filter(tail -> tail.seq() > seq).ifPresent(entries::add);
      return entries;
    });
  }

  /** The newest entries back to that time, oldest first; older ones are not read. */
  public Reading<List<ChainEntry>> entriesSince(Head head, Instant since) {
    return reading(() -> {
      List<ChainEntry> entries = new ArrayList<>();
      Optional<ChainEntry> next = head.tail();
      while (next.filter(entry -> !entry.at().isBefore(since)).isPresent()) {
        entries.addFirst(next.get());
        long before = next.get().seq() - 1;
        next = before == 0 ? Optional.empty() : Optional.of(ChainItem.entry(table.get(ChainItem.key(head.resourceId(), before))
            .orElseThrow(() -> new IllegalStateException("a chain entry is missing"))));
      }
      return entries;
    });
  }

  /** The number of the last entry of which people were told. */
  public Reading<Long> told(String resourceId) {
    return reading(() -> table.get(toldKey(resourceId)).map(item -> new ItemFields(item).number("seq")).orElse(0L));
  }

  /** Remembers it; lost silently where the table does not answer, then people are told twice. */
  public void tell(String resourceId, long seq) {
    try {
      table.put(new Table.Item(toldKey(resourceId), Map.of(), Map.of("seq", seq)), Table.Condition.NONE);
    } catch (Table.TableUnavailableException twice) {
      // Told twice is better than told never: messages carry the entry's number, so that channels can tell a repetition.
    }
  }

  /** Whether people were told that a silence began. */
  public Reading<Boolean> isTold(Silence silence) {
    return reading(() -> table.get(toldKey(silence)).isPresent());
  }

  /** The announced silence of a cluster that ends last, or what lifted it, over or not; empty where none was announced for a day. */
  public Reading<Optional<Silence>> silence(String cluster) {
    return reading(() -> table.get(silenceOf(cluster)).map(item -> {
      ItemFields fields = new ItemFields(item);
      return new Silence(fields.text("id"), fields.text("by"), cluster, Instant.ofEpochMilli(fields.number("until")), fields.text("why"));
    }));
  }

  private static Table.Key silenceOf(String cluster) {
    return new Table.Key("SILENCE#" + cluster, "LAST");
  }

  /** Remembers it beyond its end; lost silently as {@link #tell(String, long)} is. */
  public void tell(Silence silence) {
    try {
      var unused =
          table.put(
              new Table.Item(
                  silenceOf(silence.cluster()), Map.of("id", silence.id(), "by", silence.by(), "why", silence.why()),
                  Map.of("until", silence.until().toEpochMilli(), IncidentLogItems.TIME_TO_LIVE,
                      silence.until().plus(Duration.ofDays(1)).getEpochSecond())),
              silence.lifts() ? Table.Condition.NONE : new Table.Condition.AbsentOrNumberBelow("until", silence.until().toEpochMilli()));
      table.put(
          new Table.Item(toldKey(silence), Map.of(),
              Map.of(IncidentLogItems.TIME_TO_LIVE, silence.until().plus(Duration.ofDays(1)).getEpochSecond())), Table.Condition.NONE);
    } catch (Table.TableUnavailableException twice) {
      // Channels that are kept up to date tell a repetition by the silence's id.
    }
  }

  private static Table.Key toldKey(Silence silence) {
    return new Table.Key("SILENCE#" + silence.by(), silence.id());
  }

  private static Table.Key toldKey(String resourceId) {
    return new Table.Key(ChainItem.partition(resourceId), TOLD);
  }

  /** Asks the runbooks for a fresh look at an incident, now; lost where the table does not answer, and then the caller asks again. */
  public Reading<Boolean> askForLook(String incidentKey) {
    return reading(() -> {
      new IncidentLog(table).remind(incidentKey, clock.instant());
      return true;
    });
  }

  /** When the runbooks look at an incident again by themselves; empty where they do not. */
  public Reading<Optional<Instant>> nextLook(String incidentKey) {
    return reading(() -> new IncidentLog(table).nextLook(incidentKey, clock.instant()));
  }

  /** Whether it was alarms that spoke of the incident, and all of them are over; false where nothing is recorded of it. */
  public Reading<Boolean> isResolved(String incidentKey, String incident) {
    return reading(() -> new IncidentLog(table).recall(incidentKey)
        .filter(entry -> entry.incident().filter(one -> one.id().equals(incident)).isPresent())
        .filter(entry -> entry.state() == Report.State.RESOLVED && !entry.changes().isEmpty())
        .isPresent());
  }

  /** What looks found of max_connections on a cluster's members; empty where none did. */
  public Reading<List<SeenLimit>> limits(String resourceId) {
    return reading(() -> table.query(SeenLimit.partition(resourceId)).stream().filter(SeenLimit::isOne).map(SeenLimit::read).toList());
  }

  /** What tells this ledger's table from every other, one of the same name that was restored included. */
  public Reading<String> tableId() {
    return reading(table::id);
  }

  /** Whether the ledger has its fleet head: one that was never begun, or was emptied, has none, and nothing may be changed by it. */
  public Reading<Boolean> begun() {
    return reading(() -> table.get(HeadItem.key(HeadItem.FLEET)).isPresent());
  }

  /** Begins the ledger where it has no fleet head; whether it has one now. */
  public Reading<Boolean> begin() {
    return reading(() -> {
      // Read first: only an answer of the table tells how far the own clock is off.
      if (table.get(HeadItem.key(HeadItem.FLEET)).isPresent()) {
        return true;
      }
      wrongClock().ifPresent(why -> {
        throw new IllegalStateException(why);
      });
      Map<String, Charge> nothing = Map.of();
      FleetHead fleet = new FleetHead(1, writeIds.get(), table.id(), clock.instant(), nothing, Map.of(), 0, Instant.EPOCH,
          Instant.EPOCH);
      var unused = table.put(HeadItem.write(fleet), Table.Condition.ABSENT);
      return true;
    });
  }

  /** What all clusters do together; unavailable where the ledger was never begun. */
  public Reading<FleetHead> fleet() {
    return reading(() -> table.get(HeadItem.key(HeadItem.FLEET)).map(HeadItem::fleet))
        .flatMap(found -> found.map(fleet -> Reading.known(fleet, fleet.at())).orElse(Reading.unavailable(
            "this ledger has never been begun: a person allows changes for the first time with ./responder switch run --first")));
  }

  /** Writes the fleet head where nobody wrote it since it was read: false where somebody did, unavailable where that is not known. */
  public Reading<Boolean> write(FleetHead seen, FleetHead changed) {
    Optional<String> wrong = wrongClock();
    if (wrong.isPresent()) {
      return Reading.unavailable(wrong.get());
    }
    FleetHead next = changed.written(writeIds.get(), clock.instant());
    Table.Condition unchanged = new Table.Condition.NumberIs(HeadItem.VER, seen.ver());
    Reading<Boolean> put = reading(() -> table.put(HeadItem.write(next), unchanged));
    return put.orElse(false) ? put
        : reading(() -> table.get(HeadItem.key(HeadItem.FLEET)).map(HeadItem::writeId).filter(next.writeId()::equals).isPresent());
  }

  /** The keys of incidents that are on the work list: open, or with something left to do. */
  public Reading<List<String>> openIncidents() {
    return reading(() -> table.query("OPEN").stream().map(item -> item.key().sk()).toList());
  }

  /** How far the table's own clock is ahead of ours; unknown before its first answer. */
  public Reading<Instant> date() {
    return reading(table::date);
  }

  /**
   * What is wrong with this machine's clock, held against the table's: such a machine writes no head of any kind. Empty where nothing is,
   * and where no answer told the table's time yet: AWS tells it with each.
   */
  private Optional<String> wrongClock() {
    Instant told;
    try {
      told = table.date();
    } catch (Table.TableUnavailableException unknown) {
      return Optional.empty();
    }
    Duration off = Duration.between(told, clock.instant());
    return off.abs().compareTo(MOST_SKEW) <= 0 ? Optional.empty()
        : Optional.of("this machine's clock is " + off.toSeconds() + " s off from the ledger's: it writes nothing");
  }

  /** Whether this machine's clock may be trusted, as far as the table has told its own. */
  public boolean clockIsRight() {
    return wrongClock().isEmpty();
  }

  @Override
  public Reading<LeaseNote> lease(String resourceId) {
    return reading(() -> table.get(HeadItem.key(resourceId)).map(this::parsed).map(Ledger::note)
        .orElse(new LeaseNote.None(Optional.empty())));
  }

  @Override
  public Reading<Long> changeNo(String resourceId) {
    return reading(() -> table.get(HeadItem.key(resourceId)).map(this::parsed).map(Head::changeNo).orElse(0L));
  }

  private static LeaseNote note(Head head) {
    if (head.lease().isPresent()) {
      Lease lease = head.lease().get();
      return new LeaseNote.Open(
          lease.id(), lease.phase(), lease.verdict(), lease.base(), lease.current(), lease.openedAt(), lease.changedAt(), lease.until(),
          lease.incident(), head.change().isPresent(), lease.isOverdue(), head.foreign());
    }
    return head.last().<LeaseNote>map(last -> new LeaseNote.Closed(last, head.foreign()))
        .orElseGet(() -> new LeaseNote.None(head.foreign()));
  }

  private static Head named(Head head, ClusterId cluster) {
    return new Head(
        head.resourceId(), cluster, head.ver(), head.writeId(), head.upkeepId(), head.tableId(), head.at(), head.changeNo(), head.tail(),
        head.fork(), head.change(), head.lease(), head.order(), head.answered(), head.pending(), head.unclaimed(), head.window(),
        head.plans(), head.lateCalls(), head.last(), head.lastSend(), head.look(), head.tendedAt(), head.switchedAt(), head.foreign());
  }

  private <T> Reading<T> reading(Supplier<T> read) {
    try {
      return Reading.known(read.get(), clock.instant());
    } catch (Table.TableUnavailableException silent) {
      return Reading.unavailable("the ledger did not answer: " + silent.getMessage());
    } catch (RuntimeException broken) {
      // Whatever is wrong with an item, its cluster must not be acted on, and the others must go on.
      return Reading.unavailable("the ledger holds something that cannot be understood: " + broken.getMessage());
    }
  }
}
