package io.auroraresponder.intake;

/** What stands inside all wrappers. */
sealed interface Unwrapped {

  /** The batch item that carried it, empty where none did. */
  String batchItemId();

  /**
   * What the innermost SNS envelope adds: it is used only where the message itself is silent.
   *
   * @param topicArn empty where no SNS was on the way
   * @param attributes the message attributes, by name {@code {Type, Value}}
   */
  record Envelope(String topicArn, String messageId, JsonTree attributes) {
    static final Envelope NONE = new Envelope("", "", JsonTree.EMPTY);

    String attribute(String name) {
      return attributes.at(name).text("Value", "value", "stringValue", "StringValue");
    }
  }

  /** An object that is no wrapper known to us. */
  record Event(JsonTree tree, Envelope envelope, String batchItemId) implements Unwrapped {}

  /**
   * Words that are not JSON and do not pretend to be.
   *
   * @param forPeople whether they came by SNS, which carries notes to people too
   */
  record Words(String text, Envelope envelope, boolean forPeople, String batchItemId) implements Unwrapped {}

  /** Cannot be opened. */
  record Broken(IntakeReason reason, String text, String batchItemId) implements Unwrapped {}
}
