package io.auroraresponder.intake;

/** An RDS event subscription's message: keys with blanks, a time without a zone, the event id at the end of a URL. */
final class SubscriptionRdsParser implements ShapeParser {
  static final String SHAPE = "sns-rds-event";

  @Override
  public boolean recognises(JsonTree event) {
    return event.has("Event Source") && (event.has("Source ID") || event.has("Source ARN") || event.has("Event ID"));
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    JsonTree tree = arrival.tree();
    String arn = tree.has("Source ARN") ? tree.text("Source ARN") : arrival.envelope().attribute("Resource");
    String named = RdsEventTable.idIn(tree.text("Event ID"));
    RdsParts parts =
        new RdsParts(
            RdsParts.subscriptionSubject(tree.text("Event Source")),
            tree.text("Source ID"),
            arn,
            named.isEmpty() ? RdsEventTable.idIn(arrival.envelope().attribute("EventID")) : named,
            tree.text("Event Message"),
            java.util.List.of());
    AccountRegion resource = Arn.parse(arn).map(Arn::place).orElse(AccountRegion.UNKNOWN);
    AccountRegion topic = Arn.parse(arrival.envelope().topicArn()).map(Arn::place).orElse(AccountRegion.UNKNOWN);
    return parts.notice(arrival, SHAPE, resource.orElse(topic), EventTimes.parse(tree.text("Event Time")));
  }
}
