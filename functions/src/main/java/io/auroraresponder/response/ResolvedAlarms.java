package io.auroraresponder.response;

import io.auroraresponder.intake.IntakeResult.Closed;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.response.Answer.Handled;
import io.auroraresponder.response.Answer.Result;
import io.auroraresponder.response.Deduplication.Course;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Alarms that are over: their incident is resolved, unless another of its alarms stands or a lease of it holds. */
final class ResolvedAlarms {
  private final SignalHandler.Memories memories;
  private final IncidentClaim casework;
  private final Resolution endings;
  private final InstantSource clock;

  ResolvedAlarms(SignalHandler.Memories memories, IncidentClaim casework, Resolution endings, InstantSource clock) {
    this.memories = memories;
    this.casework = casework;
    this.endings = endings;
    this.clock = clock;
  }

  Handled close(Closed closed) {
    Instant now = clock.instant();
    String key = closed.incident().key();
    IncidentLog log = memories.incidents();
    Course course = memories.repetition().judge(closed, memories.of(closed, closed.incident(), closed.notice()));
    log.see(closed.signal().id(), key, now);
    memories.noteChange(closed.incident(), closed.notice(), now);
    if (!(course instanceof Course.Close)) {
      log.finish(key, closed.signal().id(), now);
      return new Handled(closed.signal().shape(), Result.IGNORED, words(course), Optional.empty());
    }
    IncidentLogEntry entry = log.recall(key).orElseThrow();
    log.finish(key, closed.signal().id(), now);
    if (endings.alarms(entry, closed.notice().alarm().name()) == Resolution.Alarms.STANDING) {
      casework.keepDue(entry);
      return new Handled(closed.signal().shape(), Result.IGNORED, "another alarm of this incident stands", Optional.empty());
    }
    return casework.end(entry, closed.signal().shape());
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
}
