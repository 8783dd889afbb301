package io.auroraresponder.lambda;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.IntakeBatch;
import io.auroraresponder.intake.IntakeReason;
import io.auroraresponder.intake.IntakeResult;
import io.auroraresponder.intake.IntakeResult.Closed;
import io.auroraresponder.intake.IntakeResult.Consent;
import io.auroraresponder.intake.IntakeResult.Opened;
import io.auroraresponder.intake.Notice;
import io.auroraresponder.intake.Repetition;
import io.auroraresponder.intake.Repetition.Course;
import io.auroraresponder.intake.Repetition.Memory;
import io.auroraresponder.lambda.Answer.Handled;
import io.auroraresponder.lambda.Answer.Result;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.ledger.LeaseNote;
import io.auroraresponder.ledger.LeaseReader;
import io.auroraresponder.ledger.Table.TableUnavailableException;
import io.auroraresponder.notify.LeaseNews;
import io.auroraresponder.notify.Publisher;
import io.auroraresponder.runbook.Examination;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what arrived, each signal by itself: once however often it comes, finished where an earlier run broke off, due later where
 * it cannot be handled now.
 */
public final class Reception {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  /**
   * What is known of before.
   *
   * @param alarmState the state of the alarm of that name now, empty where there is none
   */
  record Memories(IncidentLog incidents, LeaseReader leases, Repetition repetition, Function<String, Optional<String>> alarmState) {}

  /**
   * Times of this class.
   *
   * @param claim the function's time-out: whoever took an incident is dead afterwards
   * @param lookAgain when an inconclusive look is repeated
   * @param leastForALook what must be left of an invocation for one more look: less would only measure that there was no time; the longest
   *     wait inside a look is for the probe
   */
  public record Times(Duration claim, Duration lookAgain, Duration leastForALook) {
    public static final Times DEFAULT = new Times(Duration.ofSeconds(60), Duration.ofMinutes(5), TimeBudgets.PROBE);
  }

  private final Intake intake;
  private final Memories memories;
  private final Responder responder;
  private final Publisher publisher;
  private final InstantSource clock;
  private final Times times;
  private final Casework casework;
  private final Resumption resumption;

  Reception(Intake intake, Memories memories, Responder responder, Publisher publisher, InstantSource clock, Times times) {
    this.intake = intake;
    this.memories = memories;
    this.responder = responder;
    this.publisher = publisher;
    this.clock = clock;
    this.times = times;
    this.casework = new Casework(memories.incidents(), clock, times);
    this.resumption = new Resumption(memories.incidents(), memories.alarmState(), responder, casework, clock);
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
    boolean again = batch.results().stream().anyMatch(result -> result.batchItemId().isEmpty() && (failed.contains(result) || isUnresolved(result)));
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
      return new Handled(shape, Result.DEFERRED, "it could not be handled (" + defect.getClass().getSimpleName() + "); the event must come again", Optional.empty());
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
      case Opened opened -> open(opened, caller, deadline);
      case Closed closed -> close(closed);
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
    publisher.publishNews(new LeaseNews(signal.source(), "unassigned", "not handled", Severity.WARNING, told, signal.at(), List.of(), 0, ""));
    if (!signal.id().isEmpty()) {
      memories.incidents().see(signal.id(), "unassigned", now);
    }
  }

  private Handled open(Opened opened, Caller caller, Optional<Deadline> deadline) {
    Instant now = clock.instant();
    Incident incident = opened.incident();
    String shape = opened.signal().shape();
    if (!responder.serves(incident.runbook())) {
      record(opened, now);
      memories.incidents().finish(incident.key(), incident.signal().id(), now);
      return new Handled(shape, Result.IGNORED, "no runbook " + incident.runbook() + " in this deployment", Optional.empty());
    }
    Course course = memories.repetition().judge(opened, memory(opened, incident, opened.notice()), now);
    return switch (course) {
      case Course.Drop drop -> {
        // A run that died right after it had marked the event as done left it among the signals that wait.
        memories.incidents().finish(incident.key(), incident.signal().id(), now);
        yield new Handled(shape, Result.IGNORED, drop.text(), Optional.empty());
      }
      case Course.Note note -> {
        record(opened, now);
        memories.incidents().finish(incident.key(), incident.signal().id(), now);
        yield new Handled(shape, Result.IGNORED, note.text(), Optional.empty());
      }
      case Course.Later later -> {
        record(opened, now);
        memories.incidents().remind(incident.key(), now, later.due());
        // As one of the incident's signals it is not taken off the work list by whoever works on the incident now.
        memories.incidents().join(incident, now);
        yield new Handled(shape, Result.DEFERRED, later.text(), Optional.empty());
      }
      case Course.Resume resume -> work(opened, caller, deadline, now);
      case Course.Look look -> work(opened, caller, deadline, now);
      case Course.Close close -> throw new IllegalStateException("an alarm that opens does not close");
    };
  }

  private void record(Opened opened, Instant now) {
    memories.incidents().see(opened.signal().id(), opened.incident().key(), now);
    noteChange(opened, now);
  }

  private void noteChange(IntakeResult result, Instant now) {
    Optional<Notice.Alarm> alarm =
        switch (result) {
          case Opened opened -> opened.notice() instanceof Notice.Alarm found ? Optional.of(found) : Optional.<Notice.Alarm>empty();
          case Closed closed -> Optional.of(closed.notice());
          case IntakeResult.Ignored ignored -> Optional.empty();
          case IntakeResult.Rejected rejected -> Optional.empty();
        };
    String key =
        switch (result) {
          case Opened opened -> opened.incident().key();
          case Closed closed -> closed.incident().key();
          case IntakeResult.Ignored ignored -> "";
          case IntakeResult.Rejected rejected -> "";
        };
    alarm.ifPresent(found -> memories.incidents().noteChange(key, found.alarm().identity(), notAfter(now, found.alarm().change().at()), now));
  }

  /** A change dated in the future would make every later one of its alarm look late. */
  private static Instant notAfter(Instant now, Instant at) {
    return at.isAfter(now) ? now : at;
  }

  private Handled work(Opened opened, Caller caller, Optional<Deadline> deadline, Instant now) {
    IncidentLog log = memories.incidents();
    String shape = opened.signal().shape();
    record(opened, now);
    log.remind(opened.incident().key(), now, deadline.isEmpty() ? now : now.plus(times.lookAgain()));
    IncidentLogEntry entry = log.join(opened.incident(), now);
    Incident incident = entry.joined(opened.incident());
    if (opened.consent() == Consent.RECORD_ONLY) {
      log.finish(incident.key(), incident.signal().id(), now);
      return new Handled(shape, Result.IGNORED, "recorded, not looked into: it is silenced", Optional.empty());
    }
    if (deadline.isEmpty()) {
      return new Handled(shape, Result.DEFERRED, "no time is left for it in this run; it is due at once", Optional.empty());
    }
    String owner = caller.invocationId() + "#" + incident.signal().id();
    Responder.Briefing briefing = new Responder.Briefing(opened.consent() == Consent.FULL, opened.remarks());
    return casework
        .alone(incident.key(), owner, claimed -> reported(incident, shape, responder.goOn(incident, briefing, claimed, deadline.get())))
        .orElseGet(() -> new Handled(shape, Result.DEFERRED, "another run is working on this cluster", Optional.empty()));
  }

  private Handled reported(Incident incident, String shape, Report report) {
    memories.incidents().finish(incident.key(), incident.signal().id(), clock.instant());
    casework.settle(incident, report.verdict().cause(), report.decision().result());
    return new Handled(shape, Result.REPORTED, report.verdict().cause() + ": " + report.decision().result(), Optional.of(report));
  }

  private Handled close(Closed closed) {
    Instant now = clock.instant();
    String key = closed.incident().key();
    IncidentLog log = memories.incidents();
    Course course = memories.repetition().judge(closed, memory(closed, closed.incident(), closed.notice()));
    log.see(closed.signal().id(), key, now);
    noteChange(closed, now);
    if (!(course instanceof Course.Close)) {
      log.finish(key, closed.signal().id(), now);
      return new Handled(closed.signal().shape(), Result.IGNORED, words(course), Optional.empty());
    }
    boolean leased = leased(key);
    log.close(key, leased ? Report.State.MITIGATED : Report.State.RESOLVED, now);
    log.finish(key, closed.signal().id(), now);
    log.settle(key, now);
    return new Handled(
        closed.signal().shape(), Result.CLOSED, leased ? "mitigated: a lease is in force" : "resolved", Optional.empty());
  }

  private static String words(Course course) {
    return switch (course) {
      case Course.Drop drop -> drop.text();
      case Course.Note note -> note.text();
      case Course.Later later -> later.text();
      case Course.Look look -> throw new IllegalStateException("an alarm that closes is not looked into");
      case Course.Resume resume -> throw new IllegalStateException("an alarm that closes has nothing to go on with");
      case Course.Close close -> "closed";
    };
  }

  /** Unsure counts as leased: mitigated says less than resolved. */
  private boolean leased(String key) {
    Optional<String> resource =
        memories.incidents().recall(key).map(entry -> entry.look().report()).filter(text -> !text.isEmpty())
            .flatMap(text -> resourceId(RecordCodec.read(text, Examination.class)));
    return resource
        .map(id -> !(memories.leases().lease(id) instanceof Reading.Known<LeaseNote>(LeaseNote note, Instant a, Instant b)) || note instanceof LeaseNote.Open)
        .orElse(false);
  }

  private static Optional<String> resourceId(Examination examination) {
    return examination.cluster() instanceof Reading.Known<io.auroraresponder.incident.ClusterState> known
        ? Optional.of(known.value().resourceId())
        : Optional.empty();
  }

  private Memory memory(IntakeResult signal, Incident incident, Notice notice) {
    IncidentLog log = memories.incidents();
    return Memory.of(log.seenBefore(signal.signal().id()), log.recall(incident.key()), notice, incident.runbook());
  }
}
