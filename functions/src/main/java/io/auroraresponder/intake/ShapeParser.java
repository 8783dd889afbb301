package io.auroraresponder.intake;

/** Reads one shape of event. Holds no state; neither method throws, whatever the tree. */
interface ShapeParser {

  /** Whether the event is of this shape; a shape may be recognised and still turn out unusable. */
  boolean recognises(JsonTree event);

  ParsedEvent read(ReceivedEvent arrival);
}
