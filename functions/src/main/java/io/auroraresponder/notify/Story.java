package io.auroraresponder.notify;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An incident from its alarm to the end of its lease, as ledger and incident log have it now. Channels lay it out; none of them needs to
 * know which message brought the news, or whether messages came twice, late or in another order.
 *
 * @param report the newest look, in the incident's present state
 * @param lookedAt when that look was kept
 * @param lease how the cluster's lease of this incident stands
 * @param events what was recorded for people, by the chain's numbers
 * @param entries all that the chain holds on the incident, for whoever shows the ledger
 * @param aside a newer look that does not lead: of another runbook, and no worse
 * @param silence what people said about quiet; empty where they said nothing
 * @param undelivered what did not reach another channel
 * @param question the plan that waits for a person; empty where none does
 */
public record Story(
    Report report,
    Instant lookedAt,
    LeaseState lease,
    List<Event> events,
    List<Entry> entries,
    Optional<Aside> aside,
    Optional<Report.Silence> silence,
    List<Undelivered> undelivered,
    Optional<Question> question) {

  /** Without a plan that waits for a person. */
  public Story(Report report, Instant lookedAt, LeaseState lease, List<Event> events, List<Entry> entries, Optional<Aside> aside,
      Optional<Report.Silence> silence, List<Undelivered> undelivered) {
    this(report, lookedAt, lease, events, entries, aside, silence, undelivered, Optional.empty());
  }

  /** A plan that waits for a person, until then. */
  public record Question(String planHash, ScalingRange from, ScalingRange to, Instant expires) {}

  /** How a lease stands, as far as people need it. */
  public enum LeaseState {
    NONE,
    /** The raise is in force and its result not known yet. */
    VERIFYING,
    /** The raise helped, or stays in force unverified. */
    HELD,
    RETURNING,
    /** A person has to decide. */
    OVERDUE,
    CLOSED
  }

  /**
   * Something that happened after a look.
   *
   * @param seq the chain's number
   * @param kind one or two words: {@code helped}, {@code given back}
   * @param lease the lease's id, empty where none is concerned
   * @param series the minutes since the lease began, as far as they were read
   */
  public record Event(
      long seq, String hash, String kind, Severity severity, Phrase text, Instant at, List<Advice> commands, String lease,
      List<Report.Measured> series) {
    public Event {
      commands = List.copyOf(commands);
      series = List.copyOf(series);
    }

    /** Somebody has to decide, whether users feel it or not. */
    public boolean needsAPerson() {
      return severity == Severity.CRITICAL || kind.endsWith(NEEDS_YOU);
    }

    /** No silence holds it back: a lease in trouble, what stopped it (the switch, a mode), a ledger whose chain forked. */
    public boolean isToldInSilence() {
      return needsAPerson() || (LOUD.contains(kind) && severity.compareTo(Severity.WARNING) <= 0);
    }

    /** Without measurements. */
    public Event(long seq, String hash, String kind, Severity severity, Phrase text, Instant at, List<Advice> commands, String lease) {
      this(seq, hash, kind, severity, text, at, commands, lease, List.of());
    }
  }

  /**
   * A chain entry as it is recorded.
   *
   * @param kind the ledger's word: {@code GIVEN_BACK}
   * @param body canonical JSON
   */
  public record Entry(long seq, String prev, String hash, Instant at, String kind, String body) {
    /** As people say it: {@code given back}. */
    public String spoken() {
      return kind.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The max that was in force before a change of ours that was applied, ACU; empty for every other entry. */
    public Optional<Double> maxBefore() {
      return kind.equals("APPLIED") ? halves("from") : Optional.empty();
    }

    /** The max that is in force from this entry on, whoever set it, ACU; empty where the entry sets none. */
    public Optional<Double> maxAfter() {
      return switch (kind) {
        case "APPLIED" -> halves("to");
        case "FOREIGN_RANGE" -> number(tree(), "maxAcu");
        default -> Optional.empty();
      };
    }

    private Optional<Double> halves(String range) {
      return tree().get(range) instanceof JsonObject one ? number(one, "maxHalves").map(halves -> halves / 2) : Optional.empty();
    }

    private JsonObject tree() {
      return JsonParser.parseString(body) instanceof JsonObject tree ? tree : new JsonObject();
    }

    private static Optional<Double> number(JsonObject of, String name) {
      return of.get(name) instanceof JsonPrimitive value ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
  }

  /** {@code at}: when it was kept. */
  public record Aside(Report report, Instant at) {}

  private static final Set<String> LOUD = Set.of("paused", "overdue", "fork", "fork cleared", "restored");

  /** What the ledger calls a lease that is left to a person. */
  private static final String NEEDS_YOU = "needs you";

  /** Another runbook's look that is critical, later than all that is told of the lease: what leads does not tell how it stands now. */
  public Optional<Aside> alarming() {
    return aside.filter(one -> one.report().verdict().severity() == Severity.CRITICAL && !isOver())
        .filter(one -> events.isEmpty() || events.getLast().at().isBefore(one.at()));
  }

  /**
   * A channel that could not be reached.
   *
   * @param channel as people call it
   * @param why the word or number that it answered with
   */
  public record Undelivered(String channel, Instant since, String why) {
    /** For example {@code PagerDuty: not delivered since 10:17 UTC (429)}. */
    public String words() {
      return channel + ": not delivered since " + Moments.minute(since) + " (" + why + ")";
    }
  }

  public Story {
    events = List.copyOf(events);
    entries = List.copyOf(entries);
    undelivered = List.copyOf(undelivered);
  }

  /** A look without anything after it. */
  public static Story of(Report report) {
    return new Story(report, report.timing().startedAt(), LeaseState.NONE, List.of(), List.of(), Optional.empty(), Optional.empty(),
        List.of());
  }

  public Story with(List<Undelivered> failed) {
    return new Story(report, lookedAt, lease, events, entries, aside, silence, failed, question);
  }

  public String incident() {
    return report.incident().id();
  }

  public String cluster() {
    return report.incident().cluster().value();
  }

  public Severity severity() {
    return report.verdict().severity();
  }

  /**
   * The trouble is over. What a schedule, an event or a person asked for has no alarm that could say so: such an incident is closed with
   * its one answer, and what that found stands all the same.
   */
  public boolean isOver() {
    boolean alarmed = report.incident().signal().shape().contains("alarm") || !events.isEmpty();
    return report.state() == Report.State.RESOLVED && alarmed;
  }

  /** The newest event, unless a look came after it. */
  public Optional<Event> latest() {
    return events.isEmpty() || (events.getLast().at().isBefore(lookedAt) && !isOver()) ? Optional.empty() : Optional.of(events.getLast());
  }

  public long seq() {
    return events.isEmpty() ? 0 : events.getLast().seq();
  }

  /** A person is needed for the lease: said of it with the highest severity, and nothing better since. */
  public boolean leaseInTrouble() {
    boolean open = lease != LeaseState.NONE && lease != LeaseState.CLOSED;
    return open && !events.isEmpty() && events.getLast().severity() == Severity.CRITICAL;
  }

  /** Quiet was asked for and is not over; a lease in trouble, a forked chain and whatever else needs a person now is told all the same. */
  public boolean isQuiet(Instant now) {
    boolean needed = !events.isEmpty() && events.getLast().isToldInSilence();
    return silence.filter(quiet -> now.isBefore(quiet.until())).isPresent() && !needed;
  }
}
