package io.auroraresponder.intake;

/** Log lines by a subscription of CloudWatch Logs: {@code awslogs.data}. No runbook reads them; whose they are is told. */
final class LogsSubscriptionParser implements ShapeParser {
  @Override
  public boolean recognises(JsonTree event) {
    return event.at("awslogs").at("data").isText();
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    JsonTree lines = NamedDatabases.unpacked(arrival.tree().at("awslogs").text("data"));
    String group = CleanText.name(lines.text("logGroup"));
    String what = "a subscription of CloudWatch Logs" + (group.isEmpty() ? "" : " to " + group);
    return arrival.unread("logs-subscription", what, IntakeReason.UNKNOWN_SHAPE, lines);
  }
}
