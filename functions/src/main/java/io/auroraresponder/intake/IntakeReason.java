package io.auroraresponder.intake;

import java.util.Locale;

/** Why an event opened nothing: a closed list, so that each can be counted. The word is the metric's dimension and the log's field. */
public enum IntakeReason {
  /** Nothing is in it that a person could look at. */
  EMPTY(Outcome.REJECTED, false),
  /** Cut off or otherwise no JSON: this and the next three are handed back, so that their queue keeps them for a person. */
  MALFORMED(Outcome.REJECTED, true),
  TOO_LARGE(Outcome.REJECTED, true),
  TOO_DEEP(Outcome.REJECTED, true),
  TOO_MANY_ITEMS(Outcome.REJECTED, true),
  /** The text lies in S3, where no function may read: only the queue still knows where. */
  OFFLOADED(Outcome.REJECTED, true),
  /** A known shape without the fields that it cannot do without. */
  FIELDS_MISSING(Outcome.REJECTED, false),
  NO_CLUSTER_NAMED(Outcome.REJECTED, false),
  AMBIGUOUS_CLUSTER(Outcome.REJECTED, false),
  CLUSTER_NOT_FOUND(Outcome.REJECTED, false),
  OTHER_ACCOUNT(Outcome.REJECTED, false),
  OTHER_REGION(Outcome.REJECTED, false),
  OTHER_ENGINE(Outcome.REJECTED, false),
  NOT_OPTED_IN(Outcome.REJECTED, false),
  UNKNOWN_RUNBOOK(Outcome.REJECTED, false),
  /** Which cluster it is could not be looked up now: the same event may succeed later. */
  LOOKUP_FAILED(Outcome.REJECTED, true),

  UNKNOWN_SHAPE(Outcome.IGNORED, false),
  /** An archive's replay: it tells of the past. */
  REPLAYED(Outcome.IGNORED, false),
  BELONGS_TO_OTHER(Outcome.IGNORED, false),
  SWITCHED_OFF(Outcome.IGNORED, false),
  INSUFFICIENT_DATA(Outcome.IGNORED, false),
  UNKNOWN_STATE(Outcome.IGNORED, false),
  /** OK as the first state of a new alarm: nothing has recovered. */
  FIRST_STATE(Outcome.IGNORED, false),
  ALARM_CONFIGURATION_CHANGE(Outcome.IGNORED, false),
  ALARM_CONTRIBUTOR(Outcome.IGNORED, false),
  OTHER_SERVICE(Outcome.IGNORED, false),
  OTHER_RESOURCE(Outcome.IGNORED, false),
  OTHER_API_CALL(Outcome.IGNORED, false),
  /** An API call that failed, or that left the scaling range alone. */
  NO_RANGE_CHANGE(Outcome.IGNORED, false),
  OWN_CHANGE(Outcome.IGNORED, false),
  UNKNOWN_RDS_EVENT(Outcome.IGNORED, false),
  INFORMATIONAL(Outcome.IGNORED, false),
  /** Something that people should hear of and that no runbook looks into. */
  NO_RUNBOOK(Outcome.IGNORED, false),
  WITHOUT_DETAIL(Outcome.IGNORED, false),
  TEST_MESSAGE(Outcome.IGNORED, false),
  SUBSCRIPTION_MESSAGE(Outcome.IGNORED, false),
  PLAIN_TEXT(Outcome.IGNORED, false),
  SELF_CHECK(Outcome.IGNORED, false),
  /** A schedule that found no cluster to look at. */
  NOTHING_OPTED_IN(Outcome.IGNORED, false);

  /** Rejected: it was meant for us and cannot be used. Ignored: it is none of our business, or asks for nothing. */
  public enum Outcome {
    REJECTED,
    IGNORED
  }

  private final Outcome outcome;
  private final boolean worthRetrying;

  IntakeReason(Outcome outcome, boolean worthRetrying) {
    this.outcome = outcome;
    this.worthRetrying = worthRetrying;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** Whether a batch item that ends so is handed back to its queue. */
  public boolean worthRetrying() {
    return worthRetrying;
  }

  /** For example {@code no-cluster-named}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
