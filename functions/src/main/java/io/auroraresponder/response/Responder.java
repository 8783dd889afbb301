package io.auroraresponder.response;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.notify.ConsoleLinks;
import io.auroraresponder.notify.Publisher;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.NoWish;
import io.auroraresponder.remediation.Remediation;
import io.auroraresponder.remediation.Wish;
import io.auroraresponder.remediation.Wishes;
import io.auroraresponder.runbook.Examination;
import io.auroraresponder.runbook.Runbook;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The way to a decision, one statement a step; nothing else knows the whole way. Each step is journalled before the next one, and a
 * run that broke off goes on at {@link #handOver} or {@link #tell}.
 */
public final class Responder {
  private final Runbooks runbooks;
  private final Wishes wishes;
  private final Remediation remediation;
  private final Publisher publisher;

  public Responder(Runbooks runbooks, Wishes wishes, Remediation remediation, Publisher publisher) {
    this.runbooks = runbooks;
    this.wishes = wishes;
    this.remediation = remediation;
    this.publisher = publisher;
  }

  /**
   * What is to be borne in mind about the signal.
   *
   * @param mayPlan false for a signal that is no evidence by itself: it is looked into, and nothing is planned
   * @param remarks what people must be told about the signal
   */
  record Briefing(boolean mayPlan, List<Phrase> remarks) {
    Briefing {
      remarks = List.copyOf(remarks);
    }
  }

  /** Whether this deployment has that runbook. */
  boolean serves(String runbook) {
    return runbooks.names().contains(runbook);
  }

  Report respond(Incident incident, Briefing briefing, Journal journal, Deadline deadline) {
    Examination examination = examined(incident, briefing, deadline);
    Wish wish = wished(incident, briefing, examination);
    journal.examined(incident, examination, wish);
    return handOver(incident, examination, wish, journal, deadline);
  }

  /** Goes on where an earlier run broke off, else from the start. */
  Report goOn(Incident incident, Briefing briefing, IncidentClaim claim, Deadline deadline) {
    IncidentLogEntry.Step next = claim.entry().next(incident.signal().id());
    if (next == IncidentLogEntry.Step.DIAGNOSE) {
      return respond(incident, briefing, claim, deadline);
    }
    IncidentLogEntry.Look stored = claim.entry().look();
    Examination examination = RecordJson.read(stored.report(), Examination.class);
    if (next == IncidentLogEntry.Step.HAND_OVER) {
      return handOver(incident, examination, IncidentClaim.wish(stored.plan()), claim, deadline);
    }
    Decision decision = RecordJson.read(stored.result(), Decision.class);
    return next == IncidentLogEntry.Step.PUBLISH ? tell(incident, examination, decision, claim)
        : Report.of(incident, examination, decision.plan(), decision);
  }

  /**
   * Looks once more; empty, and nobody hears of it, where the answer tells people nothing.
   *
   * @param known whether people need not hear of a report
   */
  Optional<Report> lookAgain(Incident incident, Briefing briefing, Predicate<Report> known, Journal journal, Deadline deadline) {
    Examination examination = examined(incident, briefing, deadline);
    Wish wish = wished(incident, briefing, examination);
    if (wish instanceof NoWish nothing && known.test(told(incident, examination, Decision.ofNothing(nothing.plan())))) {
      return Optional.empty();
    }
    journal.examined(incident, examination, wish);
    Decision decision = remediation.decide(wish, deadline);
    journal.decided(incident, decision);
    return known.test(told(incident, examination, decision)) ? Optional.empty()
        : Optional.of(tell(incident, examination, decision, journal));
  }

  private static Report told(Incident incident, Examination examination, Decision decision) {
    return Report.of(incident, examination, decision.plan(), decision);
  }

  /**
   * What makes two reports of an incident the same to people: cause, severity and result, for example {@code lock-pileup critical refused}.
   */
  static String answer(Report report) {
    return report.verdict().cause() + " " + report.verdict().severity().word() + " " + report.decision().result();
  }

  /** Whether a report says another thing than people heard; what one metric reads that nobody judges is not what another reads. */
  static boolean differs(Report report, String heard) {
    return report.verdict().cause().equals(Cause.NOT_JUDGED.word()) || !answer(report).equals(heard);
  }

  /**
   * Whether a report adds something to what people have heard of the incident by another look: a cause, something worse, or something that
   * it found. That it found nothing, or could not see either, adds nothing.
   */
  static boolean adds(Report report, String heard) {
    Report.Verdict verdict = report.verdict();
    boolean worse = verdict.severity().compareTo(severity(heard)) < 0;
    boolean found = !verdict.cause().equals(Cause.UNKNOWN.word()) && verdict.severity().compareTo(Severity.WARNING) <= 0;
    return (worse || found) && differs(report, heard);
  }

  private static Severity severity(String answer) {
    return Stream.of(Severity.values()).filter(one -> answer.contains(" " + one.word() + " ")).findFirst().orElse(Severity.OK);
  }

  private Examination examined(Incident incident, Briefing briefing, Deadline deadline) {
    Runbook<?> runbook = runbooks.named(incident.runbook());
    Examination seen = runbook.examine(incident, deadline);
    List<Finding> circumstances = ClusterFindings.of(seen, wishes.troubles(seen.cluster()));
    return seen.under(circumstances).with(briefing.remarks()).linked(ConsoleLinks.of(incident, Intake.isAlarm(incident.signal())));
  }

  private Wish wished(Incident incident, Briefing briefing, Examination examination) {
    return briefing.mayPlan()
        ? wishes.of(incident, examination.cluster(), examination.diagnosis())
        : wishes.onlyTold(incident, examination.cluster(), examination.diagnosis());
  }

  private Report handOver(Incident incident, Examination examination, Wish wish, Journal journal, Deadline deadline) {
    Decision decision = remediation.decide(wish, deadline);
    journal.decided(incident, decision);
    return tell(incident, examination, decision, journal);
  }

  private Report tell(Incident incident, Examination examination, Decision decision, Journal journal) {
    Report made = Report.of(incident, examination, decision.plan(), decision);
    Report report = journal.nextLook(made.verdict().cause(), made.decision().result()).map(made::lookingAgain).orElse(made);
    publisher.publish(report);
    journal.told(report);
    return report;
  }
}
