package io.auroraresponder.intake;

/** Any other EventBridge event: well formed, not ours. */
final class OtherEventBridgeParser implements ShapeParser {
  @Override
  public boolean recognises(JsonTree event) {
    return event.has("detail-type");
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    String type = CleanText.name(arrival.tree().text("detail-type"));
    String source = CleanText.name(arrival.tree().text("source"));
    String what = "an event of type '" + type + "' from " + (source.isEmpty() ? "an unnamed source" : source);
    return arrival.unread("eventbridge-other", what, IntakeReason.UNKNOWN_SHAPE, arrival.tree());
  }
}
