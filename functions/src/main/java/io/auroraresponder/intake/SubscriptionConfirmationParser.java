package io.auroraresponder.intake;

/** SNS asking to confirm a subscription, or telling of its end: for whoever set it up. */
final class SubscriptionConfirmationParser implements ShapeParser {
  @Override
  public boolean recognises(JsonTree event) {
    String type = event.text("Type");
    return type.equals("SubscriptionConfirmation") || type.equals("UnsubscribeConfirmation");
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    return arrival.unusable(
        "sns-subscription", arrival.tree().text("TopicArn"), IntakeReason.SUBSCRIPTION_MESSAGE, "SNS speaks about a subscription");
  }
}
