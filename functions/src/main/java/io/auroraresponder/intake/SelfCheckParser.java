package io.auroraresponder.intake;

/**
 * The daily wake-up call {@code {"selfcheck": true}}: keeps a function from falling asleep, asks for no look. {@code "deep"} is answered
 * before any signal is read;
 * where it comes wrapped, it asks for no look either.
 */
final class SelfCheckParser implements ShapeParser {
  static final String SHAPE = "self-check";

  @Override
  public boolean recognises(JsonTree event) {
    return (event.text("selfcheck").equals("true") && !event.has("cluster")) || event.text("selfcheck").equals("deep");
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    return arrival.unusable(SHAPE, "self-check", IntakeReason.SELF_CHECK, "awake");
  }
}
