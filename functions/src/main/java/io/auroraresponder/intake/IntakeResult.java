package io.auroraresponder.intake;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Signal;
import java.util.List;

/** What became of one signal. Every event gives at least one result: nothing is dropped in silence. */
public sealed interface IntakeResult {

  /** The signal as far as it could be read; its shape is {@code unreadable} where nothing could. */
  Signal signal();

  /** The batch item that brought it (SQS message id, Kinesis sequence number); empty where it came in no batch. */
  String batchItemId();

  /** How far the look that a signal opens may go. */
  enum Consent {
    /** Diagnose, tell, and plan a change within the guard rails. */
    FULL,
    /** Diagnose and tell, change nothing: the signal itself is no evidence. */
    LOOK_ONLY,
    /** Keep it in the incident: somebody silenced it. */
    RECORD_ONLY
  }

  /**
   * A cluster to look at.
   *
   * @param notice the event in full
   * @param remarks what people must be told about the signal itself
   */
  record Opened(Incident incident, ParsedEvent notice, Consent consent, List<Phrase> remarks, String batchItemId) implements IntakeResult {
    public Opened {
      remarks = List.copyOf(remarks);
    }

    @Override
    public Signal signal() {
      return incident.signal();
    }
  }

  /** An alarm is OK again. Under a lease that makes its incident mitigated, otherwise resolved. */
  record Closed(Incident incident, ParsedEvent.Alarm notice, List<Phrase> remarks, String batchItemId) implements IntakeResult {
    public Closed {
      remarks = List.copyOf(remarks);
    }

    @Override
    public Signal signal() {
      return incident.signal();
    }

    public ClusterId cluster() {
      return incident.cluster();
    }
  }

  /**
   * Not ours, or nothing to do.
   *
   * @param text the reason in a few words, for logs and answers
   * @param told the sentence that people should hear, empty where nobody needs to
   */
  record Ignored(Signal signal, IntakeReason reason, String text, Phrase told, String batchItemId) implements IntakeResult {}

  /**
   * Meant for us and not usable.
   *
   * @param text the reason in a few words, for logs and answers
   * @param told the sentence that people should hear, empty where nobody needs to
   */
  record Rejected(Signal signal, IntakeReason reason, String text, Phrase told, String batchItemId) implements IntakeResult {}

  /** Ignored or rejected, as the reason says. */
  static IntakeResult unusable(Signal signal, IntakeReason reason, String text, Phrase told, String batchItemId) {
    return switch (reason.outcome()) {
      case IGNORED -> new Ignored(signal, reason, text, told, batchItemId);
      case REJECTED -> new Rejected(signal, reason, text, told, batchItemId);
    };
  }
}
