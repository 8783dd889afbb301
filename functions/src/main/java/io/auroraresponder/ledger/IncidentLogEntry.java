package io.auroraresponder.ledger;

import io.auroraresponder.incident.AlarmMetric;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is remembered about one cluster's incident, the open one or the last.
 *
 * @param key the incident's key: the cluster
 * @param version counts writes, 0 for an entry that was never written
 * @param incident as it was opened; empty where only state changes of alarms were noted so far
 * @param state resolved where nothing is open
 * @param claim who works on it
 * @param look the last diagnosis and how far its consequences got
 * @param told what people heard of this incident last, empty before the first message
 * @param changes the newest state-change time of each alarm, by its identity
 * @param openings when alarms opened incidents of this cluster or opened them again
 * @param pending signals taken in and not handled to the end, by event key, oldest first
 */
public record IncidentLogEntry(
    String key,
    long version,
    Optional<Incident> incident,
    Report.State state,
    Optional<Claim> claim,
    Look look,
    Optional<Told> told,
    Map<String, Instant> changes,
    List<Instant> openings,
    Map<String, Incident> pending) {
  private static final String TOPIC = "topic";

  /** Somebody is working on the incident until then at the latest, to the millisecond. */
  public record Claim(String owner, Instant until) {
    public Claim {
      until = until.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /**
   * One diagnosis on its way to people.
   *
   * @param event key of the event that it answers, empty before the first
   * @param runbook the runbook that looked, empty before the first
   * @param report the stored report's JSON, empty until it is stored
   * @param plan the plan's JSON, empty until it is stored
   * @param result what the plan's hand-over answered, empty until it is stored
   * @param cause the report's cause
   * @param at when the report was stored; the epoch before the first
   * @param sent channels that have their message
   * @param next when the responder looks again, as it was known with the result; empty where it does not, or before that
   */
  public record Look(
      String event, String runbook, String report, String plan, String result, String cause, Instant at, Set<String> sent,
      Optional<Report.NextLook> next) {
    private static final Set<String> EXPLAINS_NOTHING = Set.of("unknown", "none", "not-judged", "healed");

    static final Look NONE = new Look("", "", "", "", "", "", Instant.EPOCH, Set.of(), Optional.empty());

    public Look {
      sent = Set.copyOf(sent);
    }

    /** A diagnosis that has just been made. */
    public static Look of(Incident incident, String report, String plan, String result, String cause, Instant at) {
      return new Look(incident.signal().id(), incident.runbook(), report, plan, result, cause, at, Set.of(), Optional.empty());
    }

    public boolean isMade() {
      return !report.isEmpty();
    }

    /**
     * Whether its answer speaks for another signal of the incident too: it explains the trouble, or the signal is for the runbook that
     * looked and asks nothing but what that judges.
     */
    public boolean speaksFor(Incident other) {
      boolean asked = runbook.equals(other.runbook()) && other.signal().metric().map(AlarmMetric::judged).orElse(true);
      return isMade() && (asked || explains(cause));
    }

    /** Whether that word is why something is wrong. */
    public static boolean explains(String cause) {
      return !EXPLAINS_NOTHING.contains(cause);
    }

    public Look withResult(String answered) {
      return new Look(event, runbook, report, plan, answered, cause, at, sent, next);
    }

    /** The same with what follows it. */
    public Look lookingAgain(Optional<Report.NextLook> later) {
      return new Look(event, runbook, report, plan, result, cause, at, sent, later);
    }

    Look withSent(String channel) {
      Set<String> all = new LinkedHashSet<>(sent);
      all.add(channel);
      return new Look(event, runbook, report, plan, result, cause, at, all, next);
    }
  }

  /**
   * What people have been told.
   *
   * @param event key of the event that it answered
   * @param answer the answer in a form that two looks can be compared by
   * @param at when
   */
  public record Told(String event, String answer, Instant at) {}

  /** The first step that is not marked as done; {@code DONE} where people have been told. */
  public enum Step {
    DIAGNOSE,
    HAND_OVER,
    PUBLISH,
    DONE
  }

  public IncidentLogEntry {
    changes = Map.copyOf(changes);
    openings = List.copyOf(openings);
    pending = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(pending));
  }

  static IncidentLogEntry fresh(String key) {
    return new IncidentLogEntry(
        key, 0, Optional.empty(), Report.State.RESOLVED, Optional.empty(), Look.NONE, Optional.empty(), Map.of(), List.of(), Map.of());
  }

  public boolean isOpen() {
    return incident.isPresent() && state != Report.State.RESOLVED;
  }

  /** Where the handling of this event goes on. */
  public Step next(String event) {
    if (!look.event().equals(event) || !look.isMade()) {
      return Step.DIAGNOSE;
    }
    if (look.result().isEmpty()) {
      return Step.HAND_OVER;
    }
    return look.sent().contains(TOPIC) ? Step.DONE : Step.PUBLISH;
  }

  /** Whether people have been told of the last look. */
  public boolean isTold() {
    return next(look.event()) == Step.DONE;
  }

  /** The signal as part of the open incident: its id and opening time, the signal's own runbook and words. */
  public Incident joined(Incident arriving) {
    if (!isOpen()) {
      return arriving;
    }
    Incident first = incident.orElse(arriving);
    return new Incident(
        first.id(), first.key(), arriving.cluster(), arriving.account(), arriving.region(), arriving.runbook(), arriving.member(),
        arriving.role(), first.openedAt(), arriving.signal());
  }

  /** Opens, opens again, or takes the signal into what is open. */
  IncidentLogEntry with(Incident arriving, Instant now, Instant forgetBefore) {
    Incident first = isOpen() ? incident.orElse(arriving) : arriving;
    Map<String, Incident> waiting = new LinkedHashMap<>(pending);
    waiting.putIfAbsent(arriving.signal().id(), joined(arriving));
    List<Instant> opened = new ArrayList<>(openings.stream().filter(forgetBefore::isBefore).toList());
    if (state != Report.State.OPEN || incident.isEmpty()) {
      opened.add(now);
    }
    Optional<Told> heard = isOpen() ? told : Optional.empty();
    return new IncidentLogEntry(key, version, Optional.of(first), Report.State.OPEN, claim, look, heard, changes, opened, waiting);
  }

  /** The same with the openings of another. */
  IncidentLogEntry countingAs(IncidentLogEntry other) {
    return new IncidentLogEntry(key, version, incident, state, claim, look, told, changes, other.openings, pending);
  }

  IncidentLogEntry with(Optional<Claim> next) {
    return new IncidentLogEntry(key, version, incident, state, next, look, told, changes, openings, pending);
  }

  public IncidentLogEntry with(Look next) {
    return new IncidentLogEntry(key, version, incident, state, claim, next, told, changes, openings, pending);
  }

  IncidentLogEntry with(Report.State next) {
    return new IncidentLogEntry(key, version, incident, next, claim, look, told, changes, openings, pending);
  }

  IncidentLogEntry withChange(String alarm, Instant at, int most) {
    Map<String, Instant> all = new LinkedHashMap<>(changes);
    all.merge(alarm, at, (one, other) -> one.isAfter(other) ? one : other);
    while (all.size() > most) {
      all.entrySet().stream().min(Map.Entry.comparingByValue()).ifPresent(oldest -> all.remove(oldest.getKey()));
    }
    return new IncidentLogEntry(key, version, incident, state, claim, look, told, all, openings, pending);
  }

  /** Notes that the topic has the answer to that event; ignored where another event has been diagnosed since. */
  IncidentLogEntry told(Told message) {
    if (!look.event().equals(message.event())) {
      return this;
    }
    return new IncidentLogEntry(
        key, version, incident, state, claim, look.withSent(TOPIC), Optional.of(message), changes, openings, pending);
  }

  boolean mayBeTakenBy(String owner, Instant now) {
    return claim.filter(other -> now.isBefore(other.until()) && !other.owner().equals(owner)).isEmpty();
  }

  IncidentLogEntry releasedBy(String owner) {
    return claim.map(Claim::owner).filter(owner::equals).isPresent() ? with(Optional.empty()) : this;
  }

  IncidentLogEntry without(Set<String> events) {
    Map<String, Incident> waiting = new LinkedHashMap<>(pending);
    waiting.keySet().removeAll(events);
    return new IncidentLogEntry(key, version, incident, state, claim, look, told, changes, openings, waiting);
  }
}
