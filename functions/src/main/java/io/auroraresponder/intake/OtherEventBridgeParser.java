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
    return arrival.unusable(
        "eventbridge-other",
        type,
        IntakeReason.UNKNOWN_SHAPE,
        "an event of type '" + type + "' from " + (source.isEmpty() ? "an unnamed source" : source));
  }
}
