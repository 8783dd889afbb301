package io.auroraresponder.response;

import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.ledger.Table.TableUnavailableException;
import io.auroraresponder.response.Answer.Handled;
import io.auroraresponder.response.Answer.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Work on one incident by one run at a time: taken, done, given free, and off the work list or due again. */
final class IncidentClaim {
  private final IncidentLog log;
  private final InstantSource clock;
  private final SignalHandler.Times times;
  private final Resolution endings;

  IncidentClaim(IncidentLog log, Resolution endings, InstantSource clock, SignalHandler.Times times) {
    this.log = log;
    this.endings = endings;
    this.clock = clock;
    this.times = times;
  }

  /**
   * Takes the incident, works, gives it free.
   *
   * @param work gets the incident as it stands; what it answers is handed on
   * @return empty where another run has the incident
   */
  <T> Optional<T> alone(String key, String owner, Function<IncidentLogEntry, T> work) {
    Optional<IncidentLogEntry> claimed = log.claim(key, owner, clock.instant(), times.claim());
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    try {
      T done = work.apply(claimed.get());
      log.release(key, owner, clock.instant());
      return Optional.of(done);
    } catch (RuntimeException failure) {
      release(key, owner, failure);
      throw failure;
    }
  }

  /** Whoever fails and lives gives the incident free, so that the next try need not wait until a dead owner's claim is over. */
  private void release(String key, String owner, RuntimeException failure) {
    try {
      log.release(key, owner, clock.instant());
    } catch (TableUnavailableException unreleased) {
      failure.addSuppressed(unreleased);
    }
  }

  /**
   * What follows from an answer: an inconclusive one is looked into again, a conclusive one waits for its alarm to be over, and what no
   * alarm spoke of is over with it, unless a lease of it holds.
   */
  void settle(Incident incident, String cause, String result) {
    IncidentLogEntry entry = log.recall(incident.key()).orElseThrow();
    if (!isConclusive(cause, result) || !entry.pending().isEmpty() || endings.hasAlarms(entry)) {
      keepDue(entry);
    } else {
      endings.end(entry, lookAgain(entry));
    }
  }

  /** It is not over, and is looked at again. */
  void keepDue(IncidentLogEntry entry) {
    Instant now = clock.instant();
    log.remindAgain(entry.key(), now, now.plus(lookAgain(entry)));
  }

  /** Its alarms are over: the answer to the signal of this shape that said so, or to the hand-back that found it out. */
  Handled end(IncidentLogEntry entry, String shape) {
    String told = endings.end(entry, lookAgain(entry)) == Report.State.MITIGATED ? "mitigated: a lease is in force" : "resolved";
    return new Handled(shape, Result.CLOSED, told, Optional.empty());
  }

  static boolean isConclusive(String cause, String result) {
    return !cause.equals("unknown") && !result.equals("deferred") && !result.equals("uncertain");
  }

  /** The longer an incident lasts the more patience: a quarter of its age, between five minutes and an hour. Ours. */
  private Duration lookAgain(IncidentLogEntry entry) {
    Instant now = clock.instant();
    Duration quarter = Duration.between(entry.incident().map(Incident::openedAt).orElse(now), now).dividedBy(4);
    Duration longest = Duration.ofHours(1);
    if (quarter.compareTo(times.lookAgain()) < 0) {
      return times.lookAgain();
    }
    return quarter.compareTo(longest) > 0 ? longest : quarter;
  }
}
