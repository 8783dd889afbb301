package io.auroraresponder.response;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.intake.IntakeResult.Consent;
import io.auroraresponder.intake.IntakeResult.Opened;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.Wish;
import io.auroraresponder.response.Answer.Handled;
import io.auroraresponder.response.Answer.Result;
import io.auroraresponder.runbook.Examination;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks while the ledger does not answer: people hear what is wrong, nothing is changed, and the signal comes again until it can be
 * recorded.
 *
 * <p>What was said is remembered by this process alone, so that the repetitions of an event, and the other alarms of its cluster, say it
 * once a process and not each time.
 */
final class LooksWithoutLedger {
  /** Ours: longer than Lambda's two repetitions of an event take (one and two minutes), shorter than a standing alarm's next look. */
  private static final Duration SILENCE = Duration.ofMinutes(10);

  /** Lambda repeats an event first after a minute (Lambda Developer Guide, asynchronous invocation). */
  private static final Duration REPEATED = Duration.ofMinutes(1);

  /** Clusters in trouble at the same time in one process; the one that was told longest ago is forgotten first. */
  private static final int MOST_CLUSTERS = 200;

  private static final Phrase WHY =
      Phrase.of("the responder's ledger does not answer: nothing is changed, and this look is not remembered");

  private record Said(Instant at, String answer) {}

  private final Responder responder;
  private final InstantSource clock;
  private final Map<String, Said> said = new LinkedHashMap<>();

  LooksWithoutLedger(Responder responder, InstantSource clock) {
    this.responder = responder;
    this.clock = clock;
  }

  /** {@code deadline}: empty where no time is left for a look in this invocation. The answer is never recorded. */
  synchronized Handled look(Opened opened, Optional<Deadline> deadline) {
    Incident incident = opened.incident();
    String shape = opened.signal().shape();
    Optional<Said> before = Optional.ofNullable(said.get(incident.key())).filter(last -> clock.instant().isBefore(last.at().plus(SILENCE)));
    if (before.isPresent() || deadline.isEmpty() || !responder.serves(incident.runbook()) || opened.consent() == Consent.RECORD_ONLY) {
      return new Handled(
          shape, Result.DEFERRED, before.map(last -> "told a moment ago: " + last.answer() + "; ").orElse("")
          + "the ledger does not answer, the event must come again", Optional.empty()).unrecorded();
    }
    List<Phrase> remarks = new ArrayList<>(opened.remarks());
    remarks.add(WHY);
    Report report = responder.respond(incident, new Responder.Briefing(false, remarks), new Unkept(clock), deadline.get());
    said.remove(incident.key());
    said.put(incident.key(), new Said(clock.instant(), Responder.answer(report)));
    if (said.size() > MOST_CLUSTERS) {
      said.remove(said.keySet().iterator().next());
    }
    return Handled.reported(shape, report).unrecorded();
  }

  /** Keeps nothing, because there is nowhere to keep it. */
  private record Unkept(InstantSource clock) implements Journal {
    @Override
    public void examined(Incident incident, Examination examination, Wish wish) {}

    @Override
    public void decided(Incident incident, Decision decision) {}

    @Override
    public void told(Report report) {}

    /** The look that is kept comes with the event, as soon as the ledger answers. */
    @Override
    public Optional<Report.NextLook> nextLook(String cause, String result) {
      return Optional.of(new Report.NextLook(clock.instant().plus(REPEATED), Optional.empty()));
    }
  }
}
