package io.auroraresponder.response;

import io.auroraresponder.intake.IntakeResult.Closed;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLog.Admission;
import io.auroraresponder.ledger.IncidentLog.Done;
import io.auroraresponder.ledger.IncidentLog.Taken;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.response.Answer.Handled;
import io.auroraresponder.response.Answer.Result;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Alarms that are OK again: their incident is resolved, unless another of its alarms stands or a lease of it holds. */
final class ResolvedAlarms {
  private final IncidentLog log;
  private final Deduplication deduplication;
  private final Resolution resolution;
  private final EndNews ends;
  private final InstantSource clock;

  ResolvedAlarms(IncidentLog log, Deduplication deduplication, Resolution resolution, EndNews ends, InstantSource clock) {
    this.log = log;
    this.deduplication = deduplication;
    this.resolution = resolution;
    this.ends = ends;
    this.clock = clock;
  }

  Handled handle(Closed closed) {
    Instant now = clock.instant();
    Taken<Disposition> taken =
        log.take(
            Arrivals.of(closed.incident(), closed.notice(), now),
            (seen, entry) -> deduplication.judge(closed, SignalHistory.of(seen, entry, closed.notice(), closed.incident())),
            disposition -> disposition instanceof Disposition.Close ? Admission.NOTED : Admission.FINISHED,
            now);
    return switch (taken.judgement()) {
      case Disposition.Close close -> close(closed, taken.entry());
      case Disposition.Drop drop -> ignored(closed, drop.text());
      case Disposition.Note note -> ignored(closed, note.text());
      case Disposition.Look look -> throw unexpected(look);
      case Disposition.Resume resume -> throw unexpected(resume);
      case Disposition.Join join -> throw unexpected(join);
      case Disposition.Later later -> throw unexpected(later);
    };
  }

  private Handled close(Closed closed, IncidentLogEntry entry) {
    boolean standing = resolution.alarms(entry, closed.notice().alarm().name()) == Resolution.Alarms.STANDING;
    Done done = new Done("", Optional.empty(), Set.of(closed.signal().id()));
    IncidentLogEntry after = log.done(entry, done, standing ? resolution::open : resolution::over, clock.instant());
    ends.tell(entry, after);
    return standing ? ignored(closed, "another alarm of this incident stands") : Handled.over(closed.signal().shape(), after.state());
  }

  private static Handled ignored(Closed closed, String why) {
    return new Handled(closed.signal().shape(), Result.IGNORED, why, Optional.empty());
  }

  private static IllegalStateException unexpected(Disposition disposition) {
    return new IllegalStateException("an alarm that is OK is closed or noted, not " + disposition);
  }
}
