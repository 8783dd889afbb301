package io.auroraresponder.response;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.ledger.IncidentLog.NextLook;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.ledger.LeaseNote;
import io.auroraresponder.ledger.LeaseReader;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.guard.GuardVerdict;
import io.auroraresponder.runbook.Examination;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * When an incident is over: no alarm that spoke of it stands, and no lease of it holds. Read at the time, because the event that would
 * say so may never come.
 */
final class Resolution {
  /** A give-back has held when the alarm stayed away that long after it; ours: as long as it takes to show that capacity is not needed. */
  static final Duration HELD = Duration.ofMinutes(15);

  /** Ours: what no alarm confirms for so long and nobody could explain is no incident any more. */
  static final Duration FORGOTTEN = Duration.ofHours(24);

  /** Ours, twice the longest usual alarm period: an answer that is known is looked at again after that, while its alarm stands. */
  static final Duration STANDING = Duration.ofMinutes(10);

  /** Ours: as long as an alarm stands no more than three alarm periods of five minutes pass without a look. */
  private static final Duration MOST_WHILE_STANDING = Duration.ofMinutes(15);

  /** Ours: where no alarm is known to stand, whatever lasts longer than four hours is looked at once an hour. */
  private static final Duration MOST_PATIENCE = Duration.ofHours(1);

  /** Ours: RDS's statuses of work in progress last from one minute to many; what is refused for one is tried again so soon. */
  static final Duration PASSING = Duration.ofMinutes(2);

  private static final String ALARM_OF_ARN = ":alarm:";

  private final LeaseReader leases;
  private final Function<Set<String>, Map<String, String>> alarmStates;
  private final InstantSource clock;
  private final Duration lookAgain;

  /**
   * Asks for both each time.
   *
   * @param alarmStates the states of alarms now, by name; missing where there is no such alarm
   * @param lookAgain when an inconclusive look is repeated at the earliest
   */
  Resolution(LeaseReader leases, Function<Set<String>, Map<String, String>> alarmStates, InstantSource clock, Duration lookAgain) {
    this.leases = leases;
    this.alarmStates = alarmStates;
    this.clock = clock;
    this.lookAgain = lookAgain;
  }

  /** How the alarms of an incident stand. */
  enum Alarms {
    /** At least one is in ALARM. */
    STANDING,
    /** There are some, and each is OK. */
    QUIET,
    /** No alarm ever spoke of it. */
    NONE,
    /** CloudWatch does not say, has no data for one, or does not know it: it may be an alarm of another account. */
    UNSURE
  }

  /** {@code besides}: name of an alarm that is known to be over, empty for none. */
  Alarms alarms(IncidentLogEntry entry, String besides) {
    Set<String> names = names(entry);
    if (names.isEmpty()) {
      return Alarms.NONE;
    }
    names.remove(besides);
    Map<String, String> states = states(names);
    if (states.containsValue("ALARM")) {
      return Alarms.STANDING;
    }
    return names.stream().allMatch(name -> "OK".equals(states.get(name))) ? Alarms.QUIET : Alarms.UNSURE;
  }

  /** Whether the alarm of this signal is in ALARM now; unsure is not, and what is no alarm's neither. */
  boolean stands(Incident incident) {
    return Intake.isAlarm(incident.signal()) && states(Set.of(incident.signal().source())).containsValue("ALARM");
  }

  private Map<String, String> states(Set<String> names) {
    try {
      return names.isEmpty() ? Map.of() : alarmStates.apply(names);
    } catch (DependencyException silent) {
      return Map.of();
    }
  }

  /** The alarm that opened it, and all that changed on this cluster since its last openings: one of those may stand all the same. */
  private static Set<String> names(IncidentLogEntry entry) {
    Set<String> names = new LinkedHashSet<>();
    entry.incident().map(Incident::signal).filter(Intake::isAlarm).ifPresent(signal -> names.add(signal.source()));
    Instant opened = entry.incident().map(Incident::openedAt).orElse(Instant.EPOCH);
    entry.changes().forEach((alarm, at) -> {
      // An alarm's change is older than the incident that it opens, by what delivery may take.
      if (at.isAfter(opened.minus(FORGOTTEN))) {
        names.add(alarm.startsWith("arn:") && alarm.contains(ALARM_OF_ARN)
            ? alarm.substring(alarm.indexOf(ALARM_OF_ARN) + ALARM_OF_ARN.length()) : alarm);
      }
    });
    return names;
  }

  /** What holds an incident open after its alarms are over. */
  private Report.State rest(IncidentLogEntry entry) {
    Optional<String> resource =
        Optional.of(entry.look().report()).filter(text -> !text.isEmpty())
        .flatMap(text -> resourceId(RecordJson.read(text, Examination.class)));
    return resource.map(leases::lease).filter(this::holds).isPresent() ? Report.State.MITIGATED : Report.State.RESOLVED;
  }

  /** Unsure counts as held: mitigated says less than resolved. */
  private boolean holds(Reading<LeaseNote> lease) {
    if (!(lease instanceof Reading.Known<LeaseNote> known)) {
      return true;
    }
    return switch (known.value()) {
      case LeaseNote.None none -> false;
      case LeaseNote.Open open -> true;
      case LeaseNote.Closed closed -> clock.instant().isBefore(closed.lease().closedAt().plus(HELD));
    };
  }

  private static Optional<String> resourceId(Examination examination) {
    return examination.cluster() instanceof Reading.Known<ClusterState> known ? Optional.of(known.value().resourceId()) : Optional.empty();
  }

  /**
   * What follows from an answer: it is looked into again while its alarm stands, and until it is over where nobody can say. What no alarm
   * spoke of is over with a conclusive answer, unless a lease of it holds.
   *
   * @param entry the incident without the signals that were answered
   * @param standing whether an alarm of it is in ALARM
   */
  NextLook after(IncidentLogEntry entry, String cause, String result, boolean standing) {
    if (isConclusive(cause, result) && entry.pending().isEmpty() && !isOfAlarm(entry)) {
      return over(entry);
    }
    return at(entry, cause, result, standing ? MOST_WHILE_STANDING : MOST_PATIENCE);
  }

  /** The same as far as it is known while the signal is being answered: its alarm, where it has one, stands. */
  NextLook next(IncidentLogEntry entry, String cause, String result) {
    return at(entry, cause, result, MOST_WHILE_STANDING);
  }

  private NextLook at(IncidentLogEntry entry, String cause, String result, Duration most) {
    Instant now = clock.instant();
    Instant regular = now.plus(patience(entry, isConclusive(cause, result) ? STANDING : lookAgain, most));
    Instant soon = now.plus(patience(entry, PASSING, STANDING));
    return NextLook.at(allowed(entry, soon).filter(end -> end.isAfter(now) && end.isBefore(regular)).orElse(regular));
  }

  /**
   * When the last of what kept the change from being made by itself is over; empty where nothing did, or no end is known of a part.
   *
   * @param soon stands for the end of what passes within minutes
   */
  private static Optional<Instant> allowed(IncidentLogEntry entry, Instant soon) {
    if (entry.look().result().isEmpty()) {
      return Optional.empty();
    }
    List<GuardVerdict> keeping =
        RecordJson.read(entry.look().result(), Decision.class).reasons().stream()
            .filter(verdict -> verdict.answer() == GuardVerdict.Answer.REFUSE || verdict.answer() == GuardVerdict.Answer.PROPOSE)
            .toList();
    List<Instant> ends =
        keeping.stream().flatMap(verdict -> verdict.passing() ? Stream.of(soon) : verdict.ends().stream()).toList();
    return ends.size() == keeping.size() ? ends.stream().max(Instant::compareTo) : Optional.empty();
  }

  /** An alarm of it stands, and its answer is known. */
  NextLook open(IncidentLogEntry entry) {
    return NextLook.at(clock.instant().plus(patience(entry, STANDING, MOST_WHILE_STANDING)));
  }

  /** Whether an alarm spoke of it. */
  boolean isOfAlarm(IncidentLogEntry entry) {
    return !names(entry).isEmpty();
  }

  /** Its alarms are over, or there are none: it is resolved, or mitigated and due again while a lease of it holds. */
  NextLook over(IncidentLogEntry entry) {
    Report.State state = rest(entry);
    return state == Report.State.RESOLVED ? NextLook.never(state)
        : NextLook.at(clock.instant().plus(patience(entry, lookAgain, MOST_PATIENCE)), state);
  }

  static boolean isConclusive(String cause, String result) {
    return !cause.equals("unknown") && !result.equals("deferred") && !result.equals("uncertain");
  }

  /** The longer an incident lasts the more patience: a quarter of its age between the two. */
  private Duration patience(IncidentLogEntry entry, Duration least, Duration most) {
    Instant now = clock.instant();
    Duration quarter = Duration.between(entry.incident().map(Incident::openedAt).orElse(now), now).dividedBy(4);
    if (quarter.compareTo(least) < 0) {
      return least;
    }
    return quarter.compareTo(most) > 0 ? most : quarter;
  }

  /** True when no alarm has confirmed it for {@link #FORGOTTEN}. */
  boolean isForgotten(IncidentLogEntry entry) {
    return entry.incident().map(Incident::openedAt).filter(opened -> opened.plus(FORGOTTEN).isBefore(clock.instant())).isPresent();
  }
}
