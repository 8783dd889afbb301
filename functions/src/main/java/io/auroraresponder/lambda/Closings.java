package io.auroraresponder.lambda;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.intake.IntakeResult.Closed;
import io.auroraresponder.intake.Repetition.Course;
import io.auroraresponder.lambda.Answer.Handled;
import io.auroraresponder.lambda.Answer.Result;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.LeaseNote;
import io.auroraresponder.runbook.Examination;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Alarms that are over: their incident is resolved, or only mitigated while a lease holds. */
final class Closings {
  private final Reception.Memories memories;
  private final InstantSource clock;

  Closings(Reception.Memories memories, InstantSource clock) {
    this.memories = memories;
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
}
