package io.auroraresponder.intake;

import io.auroraresponder.incident.Signal;
import java.time.Instant;
import java.util.Optional;

/** CloudTrail's record of a call to RDS; only ModifyDBCluster with a scaling range or a new name is of interest. */
final class ApiCallParser implements ShapeParser {
  private static final String SHAPE = "cloudtrail";

  @Override
  public boolean recognises(JsonTree event) {
    return event.text("detail-type").equals(RoutingTable.API_CALL) && event.text("source").startsWith("aws.");
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    Optional<ModifyCall> modify = ModifyCall.of(arrival.tree());
    if (modify.isEmpty()) {
      String call = ModifyCall.name(arrival.tree().decoded("detail"));
      return arrival.unusable(SHAPE, call, IntakeReason.OTHER_API_CALL, "a call of " + (call.isEmpty() ? "nothing" : call));
    }
    return read(arrival, modify.get());
  }

  private static ParsedEvent read(ReceivedEvent arrival, ModifyCall call) {
    if (!call.error().isEmpty()) {
      return arrival.unusable(SHAPE, "ModifyDBCluster", IntakeReason.NO_RANGE_CHANGE, "the call failed with " + call.error());
    }
    if (!call.setsRange() && !call.newName().isEmpty()) {
      return new ParsedEvent.Rename(signal(arrival, call), origin(arrival, call), call.cluster(), call.newName(), call.actor());
    }
    if (!call.setsRange()) {
      return arrival.unusable(SHAPE, "ModifyDBCluster", IntakeReason.NO_RANGE_CHANGE, "the call left the scaling range alone");
    }
    return new ParsedEvent.RangeChange(
        signal(arrival, call), origin(arrival, call), call.cluster(), call.actor(), call.issuer(), call.requestId(), call.minAcu(),
        call.maxAcu());
  }

  private static Signal signal(ReceivedEvent arrival, ModifyCall call) {
    String eventId = call.eventId().isEmpty() ? arrival.envelopeId() : call.eventId();
    Instant at = call.at().orElseGet(arrival::time);
    return arrival.signal(SHAPE, EventKey.of(SHAPE, eventId), "ModifyDBCluster by " + call.actor(), "", at);
  }

  private static AccountRegion origin(ReceivedEvent arrival, ModifyCall call) {
    return call.origin().orElse(arrival.origin());
  }
}
