package io.auroraresponder.intake;

import io.auroraresponder.incident.Signal;

/** A person's request: {@code {"cluster": "orders-prod"}}, with {@code runbook} where another than the receiver's is wanted. */
final class ByHandParser implements ShapeParser {
  private static final String SHAPE = "by-hand";

  @Override
  public boolean recognises(JsonTree event) {
    return event.names().contains("cluster");
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    JsonTree tree = arrival.tree();
    if (!tree.at("cluster").isText() || tree.text("cluster").isBlank()) {
      return arrival.unusable(SHAPE, "by hand", IntakeReason.FIELDS_MISSING,
          "'cluster' must be one cluster's identifier or ARN, as a text");
    }
    if (tree.has("runbook") && !tree.at("runbook").isText()) {
      return arrival.unusable(SHAPE, "by hand", IntakeReason.UNKNOWN_RUNBOOK, "'runbook' must be the name of a runbook");
    }
    String cluster = tree.text("cluster").strip();
    String runbook = tree.text("runbook").strip();
    Signal signal =
        arrival.signal(SHAPE, EventKey.of(SHAPE, arrival.invocationId(), cluster, runbook), "by hand", tree.text("reason"), arrival.now());
    return new ParsedEvent.ByHand(signal, AccountRegion.UNKNOWN, cluster, runbook);
  }
}
