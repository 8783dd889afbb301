package io.auroraresponder.intake;

import io.auroraresponder.incident.Signal;
import java.time.Instant;

/** CloudTrail's record of a call to RDS; only ModifyDBCluster with a scaling range or a new name is of interest. */
final class ApiCallParser implements ShapeParser {
  private static final String SHAPE = "cloudtrail";

  @Override
  public boolean recognises(JsonTree event) {
    return event.text("detail-type").equals(RoutingTable.API_CALL) && event.text("source").startsWith("aws.");
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    JsonTree detail = arrival.tree().decoded("detail");
    String call = CleanText.name(detail.text("eventName"));
    if (!detail.text("eventSource").equals("rds.amazonaws.com") || !call.equals("ModifyDBCluster")) {
      return arrival.unusable(SHAPE, call, IntakeReason.OTHER_API_CALL, "a call of " + (call.isEmpty() ? "nothing" : call));
    }
    if (!detail.text("errorCode").isEmpty()) {
      return arrival.unusable(SHAPE, call, IntakeReason.NO_RANGE_CHANGE,
          "the call failed with " + CleanText.name(detail.text("errorCode")));
    }
    JsonTree asked = detail.at("requestParameters");
    JsonTree range = asked.at("serverlessV2ScalingConfiguration");
    String to = asked.text("newDBClusterIdentifier", "newDbClusterIdentifier");
    if (range.isEmpty() && !to.isBlank()) {
      return rename(arrival, detail, asked, to);
    }
    if (range.isEmpty()) {
      return arrival.unusable(SHAPE, call, IntakeReason.NO_RANGE_CHANGE, "the call left the scaling range alone");
    }
    return change(arrival, detail, asked, range);
  }

  private static ParsedEvent rename(ReceivedEvent arrival, JsonTree detail, JsonTree asked, String to) {
    String actor = actor(detail);
    return new ParsedEvent.Rename(signal(arrival, detail, actor), origin(arrival, detail), cluster(asked), to.strip(), actor);
  }

  private static String actor(JsonTree detail) {
    return CleanText.name(detail.at("userIdentity").text("arn", "invokedBy", "type"));
  }

  private static Signal signal(ReceivedEvent arrival, JsonTree detail, String actor) {
    String eventId = detail.text("eventID").isEmpty() ? arrival.envelopeId() : detail.text("eventID");
    Instant at = EventTimes.parse(detail.text("eventTime")).orElseGet(arrival::time);
    return arrival.signal(SHAPE, EventKey.of(SHAPE, eventId), "ModifyDBCluster by " + actor, "", at);
  }

  private static AccountRegion origin(ReceivedEvent arrival, JsonTree detail) {
    return new AccountRegion(detail.text("recipientAccountId"), detail.text("awsRegion")).orElse(arrival.origin());
  }

  private static String cluster(JsonTree asked) {
    return asked.text("dBClusterIdentifier", "dbClusterIdentifier", "DBClusterIdentifier");
  }

  private static ParsedEvent change(ReceivedEvent arrival, JsonTree detail, JsonTree asked, JsonTree range) {
    String actor = actor(detail);
    return new ParsedEvent.RangeChange(
        signal(arrival, detail, actor),
        origin(arrival, detail),
        cluster(asked),
        actor,
        detail.at("userIdentity", "sessionContext", "sessionIssuer").text("arn"),
        CleanText.name(detail.text("requestID")),
        range.number("minCapacity"),
        range.number("maxCapacity"));
  }
}
