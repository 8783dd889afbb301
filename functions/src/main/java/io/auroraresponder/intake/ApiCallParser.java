package io.auroraresponder.intake;

import io.auroraresponder.incident.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * CloudTrail's record of a call: ModifyDBCluster with a scaling range or a new name is read. Every other call that names a database is told
 * once a caller: what it did to a cluster, and to a lease on it, is seen in the cluster's own state.
 */
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
      ApiCall call = ApiCall.in(arrival.tree());
      return unread(arrival, call, IntakeReason.OTHER_API_CALL, call.error().isEmpty() ? "" : refused(call.error()));
    }
    return read(arrival, modify.get());
  }

  /** {@code rest}: what came of it, after the call's name. */
  private static ParsedEvent unread(ReceivedEvent arrival, ApiCall call, IntakeReason reason, String rest) {
    String name = call.name().isEmpty() ? "nothing" : call.name();
    List<String> databases = NamedDatabases.in(call.detail());
    if (databases.isEmpty()) {
      return arrival.unusable(SHAPE, call.name(), reason, "a call of " + name + rest);
    }
    String what = call.readsOnly() ? "calls that change nothing, as CloudTrail records them"
        : name + " was called by " + call.actor() + rest;
    String key = call.readsOnly() ? EventKey.of("unread", what)
        : EventKey.of("unread", call.caller(), name, rest, String.join(" ", databases));
    Signal signal = arrival.signal(SHAPE, key, what, "", arrival.time());
    return new ParsedEvent.Unread(signal, arrival.origin(), reason, databases, CleanText.reason(what), call.caller());
  }

  private static ParsedEvent read(ReceivedEvent arrival, ModifyCall call) {
    if (!call.error().isEmpty()) {
      return unread(arrival, ApiCall.in(arrival.tree()), IntakeReason.NO_RANGE_CHANGE, refused(call.error()));
    }
    if (!call.setsRange() && !call.newName().isEmpty()) {
      return new ParsedEvent.Rename(signal(arrival, call), origin(arrival, call), call.cluster(), call.newName(), call.actor());
    }
    if (!call.setsRange()) {
      return unread(arrival, ApiCall.in(arrival.tree()), IntakeReason.NO_RANGE_CHANGE, " and left the scaling range alone");
    }
    return new ParsedEvent.RangeChange(
        signal(arrival, call), origin(arrival, call), call.cluster(), call.actor(), call.issuer(), call.requestId(), call.minAcu(),
        call.maxAcu());
  }

  private static String refused(String error) {
    return " and was refused with " + error;
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
