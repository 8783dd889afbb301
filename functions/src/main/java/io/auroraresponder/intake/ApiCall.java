package io.auroraresponder.intake;

/**
 * CloudTrail's record of a call to an API (CloudTrail User Guide, record contents): what was called, by whom, and what came of it. Texts
 * are empty where the record lacks them.
 *
 * @param detail the event's detail
 */
record ApiCall(JsonTree detail) {

  static ApiCall in(JsonTree event) {
    return new ApiCall(event.decoded("detail"));
  }

  /** For example {@code StopDBCluster}. */
  String name() {
    return CleanText.name(detail.text("eventName"));
  }

  boolean isOfRds() {
    return detail.text("eventSource").equals("rds.amazonaws.com");
  }

  /** Whether the call could change nothing. */
  boolean readsOnly() {
    return detail.text("readOnly").equals("true");
  }

  /** Why it was refused, empty where it was not. */
  String error() {
    return CleanText.name(detail.text("errorCode"));
  }

  /** ARN of who called; the service where one called for itself. */
  String actor() {
    return CleanText.name(detail.at("userIdentity").text("arn", "invokedBy", "type"));
  }

  /** ARN of the role behind a session, empty for users. */
  String issuer() {
    return detail.at("userIdentity", "sessionContext", "sessionIssuer").text("arn");
  }

  /** ARN of the role behind a session, else of who called: the same each time, whatever the session is called. */
  String caller() {
    return issuer().isEmpty() ? actor() : issuer();
  }
}
