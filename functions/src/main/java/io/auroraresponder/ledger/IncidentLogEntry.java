package io.auroraresponder.ledger;

import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import java.time.Instant;
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
    Map<String, Instant> changes,
    List<Instant> openings,
    Map<String, Incident> pending) {

  /** Somebody is working on the incident until then at the latest. */
  public record Claim(String owner, Instant until) {}

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
   */
  public record Look(String event, String runbook, String report, String plan, String result, String cause, Instant at, Set<String> sent) {
    static final Look NONE = new Look("", "", "", "", "", "", Instant.EPOCH, Set.of());

    public Look {
      sent = Set.copyOf(sent);
    }

    public boolean isMade() {
      return !report.isEmpty();
    }

    Look withResult(String answered) {
      return new Look(event, runbook, report, plan, answered, cause, at, sent);
    }

    Look withSent(String channel) {
      Set<String> all = new LinkedHashSet<>(sent);
      all.add(channel);
      return new Look(event, runbook, report, plan, result, cause, at, all);
    }
  }

  /** The first step that is not marked as done. */
  public enum Step {
    DIAGNOSE,
    HAND_OVER,
    PUBLISH
  }

  public IncidentLogEntry {
    changes = Map.copyOf(changes);
    openings = List.copyOf(openings);
    pending = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(pending));
  }

  static IncidentLogEntry fresh(String key) {
    return new IncidentLogEntry(
        key, 0, Optional.empty(), Report.State.RESOLVED, Optional.empty(), Look.NONE, Map.of(), List.of(), Map.of());
  }

  public boolean isOpen() {
    return incident.isPresent() && state != Report.State.RESOLVED;
  }

  /** The runbook that looks into a signal that waits here; empty where none of that name waits. */
  String runbookOf(String event) {
    return Optional.ofNullable(pending.get(event)).map(Incident::runbook).orElse("");
  }

  /** Where the handling of this event goes on. */
  public Step next(String event) {
    if (!look.event().equals(event) || !look.isMade()) {
      return Step.DIAGNOSE;
    }
    return look.result().isEmpty() ? Step.HAND_OVER : Step.PUBLISH;
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
    return new IncidentLogEntry(key, version, Optional.of(first), Report.State.OPEN, claim, look, changes, opened, waiting);
  }

  /** The same with the openings of another. */
  IncidentLogEntry countingAs(IncidentLogEntry other) {
    return new IncidentLogEntry(key, version, incident, state, claim, look, changes, other.openings, pending);
  }

  IncidentLogEntry with(Optional<Claim> next) {
    return new IncidentLogEntry(key, version, incident, state, next, look, changes, openings, pending);
  }

  IncidentLogEntry with(Look next) {
    return new IncidentLogEntry(key, version, incident, state, claim, next, changes, openings, pending);
  }

  IncidentLogEntry with(Report.State next) {
    return new IncidentLogEntry(key, version, incident, next, claim, look, changes, openings, pending);
  }

  IncidentLogEntry withChange(String alarm, Instant at, int most) {
    Map<String, Instant> all = new LinkedHashMap<>(changes);
    all.merge(alarm, at, (one, other) -> one.isAfter(other) ? one : other);
    while (all.size() > most) {
      all.entrySet().stream().min(Map.Entry.comparingByValue()).ifPresent(oldest -> all.remove(oldest.getKey()));
    }
    return new IncidentLogEntry(key, version, incident, state, claim, look, all, openings, pending);
  }

  IncidentLogEntry without(String event) {
    Map<String, Incident> waiting = new LinkedHashMap<>(pending);
    waiting.remove(event);
    return new IncidentLogEntry(key, version, incident, state, claim, look, changes, openings, waiting);
  }
}
