package io.auroraresponder.intake;

/**
 * The {@code detail} of an EventBridge event that came alone: a rule's target with {@code InputPath: $.detail} sends no more. What it
 * is follows from members that only that kind of event has; account and region are then not said, so they are ours.
 */
final class BareDetail {
  private BareDetail() {}

  /** The event as EventBridge would have sent it, with what is known of its envelope; anything else as it is. */
  static JsonTree inEnvelope(JsonTree tree) {
    if (tree.has("detail-type") || tree.has("detail") || tree.has("alarmData")) {
      return tree;
    }
    if (!tree.text("alarmName").isEmpty() && tree.at("state").isObject()) {
      String type = tree.has("alarmContributor") ? RoutingTable.ALARM_CONTRIBUTOR : RoutingTable.ALARM_STATE_CHANGE;
      return JsonTree.envelope("aws.cloudwatch", type, tree);
    }
    if (!tree.text("SourceType").isEmpty() && !tree.text("SourceArn", "SourceIdentifier").isEmpty() && tree.has("EventID")) {
      return JsonTree.envelope("aws.rds", "RDS Event", tree);
    }
    if (tree.text("eventSource").equals("rds.amazonaws.com") && tree.has("eventName")) {
      return JsonTree.envelope("aws.rds", RoutingTable.API_CALL, tree);
    }
    if (tree.has("eventTypeCode") && tree.has("eventTypeCategory") && tree.has("service")) {
      return JsonTree.envelope("aws.health", RoutingTable.HEALTH_EVENT, tree);
    }
    return tree;
  }
}
