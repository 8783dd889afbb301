package io.auroraresponder.response;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.IntakeBatch;
import io.auroraresponder.intake.IntakeReason;
import io.auroraresponder.intake.IntakeResult;
import io.auroraresponder.intake.IntakeResult.Closed;
import io.auroraresponder.intake.IntakeResult.Opened;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.LeaseReader;
import io.auroraresponder.ledger.Table.TableUnavailableException;
import io.auroraresponder.notify.Publisher;
import io.auroraresponder.response.Answer.Handled;
import io.auroraresponder.response.Answer.Result;
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
 * Handles each signal of a batch independently: deduplicates, resumes interrupted work, and defers what cannot be done now.
 */
public final class SignalHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SignalHandler.class);

  /**
   * What it works with beside intake and responder.
   *
   * @param alarmStates the states of alarms now, by name; missing where there is no such alarm
   */
  public record Ports(
      IncidentLog incidents, LeaseReader leases, Function<Set<String>, Map<String, String>> alarmStates, Publisher publisher,
      InstantSource clock) {}

  private final Intake intake;
  private final Responder responder;
  private final FiringSignals firing;
  private final ResolvedAlarms resolved;
  private final RefusedSignals refused;
  private final DueIncidents due;
  private final ResponseTimes times;

  public SignalHandler(Intake intake, Responder responder, Ports ports, ResponseTimes times) {
    IncidentLog log = ports.incidents();
    Resolution resolution = new Resolution(ports.leases(), ports.alarmStates(), ports.clock(), times.lookAgain());
    Deduplication.Limits limits = Deduplication.Limits.DEFAULT;
    Deduplication deduplication = new Deduplication(limits);
    this.intake = intake;
    this.responder = responder;
    this.firing = new FiringSignals(log, deduplication, responder, resolution, ports.clock(), times);
    EndNews ends = new EndNews(log, ports.publisher(), ports.clock());
    this.resolved = new ResolvedAlarms(log, deduplication, resolution, ends, ports.clock());
    this.refused = new RefusedSignals(log, ports.publisher(), ports.clock());
    this.due = new DueIncidents(log, resolution, responder, ends, ports.clock(), times, limits);
    this.times = times;
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
      return new Answer(List.of(due.resume(key, caller, deadline)), List.of(), false);
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
      if (!one.recorded()) {
        failed.add(result);
      }
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
      case Opened opened -> firing.handle(opened, caller, deadline);
      case Closed closed -> resolved.handle(closed);
      case IntakeResult.Ignored ignored -> refused.handle(ignored.signal(), Result.IGNORED, ignored.text(), ignored.told());
      case IntakeResult.Rejected rejected -> refused.handle(rejected.signal(), Result.REJECTED, rejected.text(), rejected.told());
    };
  }
}
