package io.auroraresponder.intake;

import io.auroraresponder.incident.Signal;
import java.time.Instant;

/** CloudTrail's record of a call to RDS; only ModifyDBCluster with a scaling range is of interest. */
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
    if (range.isEmpty()) {
      return arrival.unusable(SHAPE, call, IntakeReason.NO_RANGE_CHANGE, "the call left the scaling range alone");
    }
    return change(arrival, detail, asked, range);
  }

  private static ParsedEvent change(ReceivedEvent arrival, JsonTree detail, JsonTree asked, JsonTree range) {
    JsonTree who = detail.at("userIdentity");
    String eventId = detail.text("eventID").isEmpty() ? arrival.envelopeId() : detail.text("eventID");
    Instant at = EventTimes.parse(detail.text("eventTime")).orElseGet(arrival::time);
    String actor = CleanText.name(who.text("arn", "invokedBy", "type"));
    Signal signal = arrival.signal(SHAPE, EventKey.of(SHAPE, eventId), "ModifyDBCluster by " + actor, "", at);
    AccountRegion origin = new AccountRegion(detail.text("recipientAccountId"), detail.text("awsRegion")).orElse(arrival.origin());
    return new ParsedEvent.RangeChange(
        signal,
        origin,
        asked.text("dBClusterIdentifier", "dbClusterIdentifier", "DBClusterIdentifier"),
        actor,
        who.at("sessionContext", "sessionIssuer").text("arn"),
        CleanText.name(detail.text("requestID")),
        range.number("minCapacity"),
        range.number("maxCapacity"));
  }
}
