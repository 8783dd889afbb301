package io.auroraresponder.response;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.IntakeBatch;
import io.auroraresponder.intake.IntakeReason;
import io.auroraresponder.intake.IntakeResult;
import io.auroraresponder.intake.IntakeResult.Closed;
import io.auroraresponder.intake.IntakeResult.Opened;
import io.auroraresponder.intake.Notice;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.LeaseReader;
import io.auroraresponder.ledger.Table.TableUnavailableException;
import io.auroraresponder.notify.LeaseNews;
import io.auroraresponder.notify.Publisher;
import io.auroraresponder.response.Answer.Handled;
import io.auroraresponder.response.Answer.Result;
import io.auroraresponder.response.Deduplication.Memory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what arrived, each signal by itself: once however often it comes, finished where an earlier run broke off, due later where
 * it cannot be handled now.
 */
public final class SignalHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SignalHandler.class);

  /**
   * What is known of before.
   *
   * @param alarmStates the states of alarms now, by name; missing where there is no such alarm
   */
  public record Memories(IncidentLog incidents, LeaseReader leases, Deduplication repetition,
      Function<Set<String>, Map<String, String>> alarmStates) {

    /** What is remembered that bears on a signal. */
    Memory of(IntakeResult signal, Incident incident, Notice notice) {
      return Memory.of(incidents.seenBefore(signal.signal().id()), incidents.recall(incident.key()), notice, incident.runbook());
    }

    /** An alarm's change is remembered, so that an older one that comes later is known for what it is. */
    void noteChange(Incident incident, Notice.Alarm alarm, Instant now) {
      Instant at = alarm.alarm().change().at();
      // A change dated in the future would make every later one of its alarm look late.
      incidents.noteChange(incident.key(), alarm.alarm().identity(), at.isAfter(now) ? now : at, now);
    }
  }

  /**
   * Times of this class.
   *
   * @param claim the function's time-out: whoever took an incident is dead afterwards
   * @param lookAgain when an inconclusive look is repeated
   * @param leastForALook what must be left of an invocation for one more look: less would only measure that there was no time; the longest
   *     wait inside a look is for the probe
   */
  public record Times(Duration claim, Duration lookAgain, Duration leastForALook) {}

  private final Intake intake;
  private final Memories memories;
  private final Responder responder;
  private final Publisher publisher;
  private final InstantSource clock;
  private final Times times;
  private final FiringSignals openings;
  private final ResolvedAlarms closings;
  private final DueIncidents resumption;

  public SignalHandler(Intake intake, Memories memories, Responder responder, Publisher publisher, InstantSource clock, Times times) {
    this.intake = intake;
    this.memories = memories;
    this.responder = responder;
    this.publisher = publisher;
    this.clock = clock;
    this.times = times;
    Resolution endings = new Resolution(memories.incidents(), memories.leases(), memories.alarmStates(), clock);
    IncidentClaim casework = new IncidentClaim(memories.incidents(), endings, clock, times);
    this.openings = new FiringSignals(memories, responder, casework, clock, times);
    this.closings = new ResolvedAlarms(memories, casework, endings, clock);
    this.resumption = new DueIncidents(memories.incidents(), endings, responder, casework, clock);
  }

  /** Whether this deployment has that runbook. */
  public boolean serves(String runbook) {
    return responder.serves(runbook);
  }

  /**
   * Answers every signal, whatever becomes of the others. Throws nothing: what could be neither handled nor recorded is a failed item,
   * or outside of any batch makes the answer one that {@link Answer#mustComeAgain must come again}.
   */
  public Answer receive(byte[] event, Caller caller, Deadline deadline) {
    IntakeBatch batch = intake.read(event, caller);
    List<Handled> handled = new ArrayList<>();
    List<IntakeResult> failed = new ArrayList<>();
    for (IntakeResult result : batch.results()) {
      // The first look is made whatever is left: who never has enough time would otherwise never look at all.
      boolean looked = handled.stream().anyMatch(one -> one.report().isPresent());
      boolean late = looked && deadline.left().compareTo(times.leastForALook()) < 0;
      handled.add(handleAlone(result, caller, late ? Optional.empty() : Optional.of(deadline), failed));
    }
    boolean again = batch.results().stream().anyMatch(result -> result.batchItemId().isEmpty()
        && (failed.contains(result) || isUnresolved(result)));
    return new Answer(handled, batch.failedItems(failed), again);
  }

  /** Takes up an incident that is due. Throws nothing: what fails stays due. */
  public Answer resume(String key, Caller caller, Deadline deadline) {
    try {
      return new Answer(List.of(resumption.resume(key, caller, deadline)), List.of(), false);
    } catch (RuntimeException failure) {
      LOG.atError().setMessage("incident not taken up").addKeyValue("incident", key).setCause(failure).log();
      Handled due = new Handled("handed-back", Result.DEFERRED, "it could not be taken up now and stays due", Optional.empty());
      return new Answer(List.of(due), List.of(), false);
    }
  }

  /** Also a defect of ours stops at the signal that shows it: the others in the batch are not to blame. */
  private Handled handleAlone(IntakeResult result, Caller caller, Optional<Deadline> deadline, List<IntakeResult> failed) {
    String shape = result.signal().shape();
    try {
      Handled one = handle(result, caller, deadline);
      log(result, one);
      return one;
    } catch (TableUnavailableException | DependencyException unrecorded) {
      LOG.atWarn().setMessage("signal not handled").addKeyValue("shape", shape).addKeyValue("reason", "dependency").log();
      failed.add(result);
      return new Handled(shape, Result.DEFERRED, "a service that is needed did not answer; the event must come again", Optional.empty());
    } catch (RuntimeException defect) {
      LOG.atError().setMessage("signal not handled").addKeyValue("shape", shape).addKeyValue("reason", "defect").setCause(defect).log();
      failed.add(result);
      return new Handled(shape, Result.DEFERRED, "it could not be handled (" + defect.getClass()
          .getSimpleName() + "); the event must come again", Optional.empty());
    }
  }

  /** Whose cluster could not be looked up is in no ledger: nobody would think of it again. */
  private static boolean isUnresolved(IntakeResult result) {
    return result instanceof IntakeResult.Rejected rejected && rejected.reason() == IntakeReason.LOOKUP_FAILED;
  }

  private static void log(IntakeResult signal, Handled one) {
    LOG.atInfo()
        .setMessage("signal handled")
        .addKeyValue("shape", one.shape())
        .addKeyValue("event", signal.signal().id())
        .addKeyValue("outcome", one.result().word())
        .addKeyValue("reason", one.reason())
        .log();
  }

  /** {@code deadline}: empty where no time is left for a look in this invocation. */
  private Handled handle(IntakeResult result, Caller caller, Optional<Deadline> deadline) {
    return switch (result) {
      case Opened opened -> openings.open(opened, caller, deadline);
      case Closed closed -> closings.close(closed);
      case IntakeResult.Ignored ignored -> {
        tell(ignored.signal(), ignored.told());
        yield new Handled(ignored.signal().shape(), Result.IGNORED, ignored.text(), Optional.empty());
      }
      case IntakeResult.Rejected rejected -> {
        tell(rejected.signal(), rejected.told());
        yield new Handled(rejected.signal().shape(), Result.REJECTED, rejected.text(), Optional.empty());
      }
    };
  }

  /** What opened no incident and people should hear of all the same; once an event, as far as the ledger remembers it. */
  private void tell(Signal signal, Phrase told) {
    Instant now = clock.instant();
    if (told.isEmpty() || (!signal.id().isEmpty() && memories.incidents().seenBefore(signal.id()).isPresent())) {
      return;
    }
    publisher.publishNews(new LeaseNews(signal.source(), "unassigned", "not handled", Severity.WARNING, told, signal.at(), List.of(), 0,
        ""));
    if (!signal.id().isEmpty()) {
      memories.incidents().see(signal.id(), "unassigned", now);
    }
  }
}
