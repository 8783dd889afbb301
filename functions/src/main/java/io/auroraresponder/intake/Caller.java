package io.auroraresponder.intake;

/**
 * Who received the event.
 *
 * @param runbook the receiving function's runbook; empty where one receiver serves them all
 * @param invocationId the invocation's id, the same when Lambda tries again; names events that have no name of their own
 */
public record Caller(String runbook, String invocationId) {
  public static Caller any(String invocationId) {
    return new Caller("", invocationId);
  }
}
