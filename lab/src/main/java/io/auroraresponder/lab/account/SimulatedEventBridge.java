package io.auroraresponder.lab.account;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * EventBridge that keeps what is put on the buses that there are. It answers 200 with a code for each entry that it refuses (EventBridge
 * API reference, PutEvents; user guide, "Calculating Amazon EventBridge PutEvents event entry size").
 */
final class SimulatedEventBridge implements EventBridgeClient {
  private static final int MOST_BYTES = 256 * 1024;

  private final Line line;
  private final Set<String> buses;
  private final List<BusEvent> taken;

  SimulatedEventBridge(Line line, Set<String> buses, List<BusEvent> taken) {
    this.line = line;
    this.buses = buses;
    this.taken = taken;
  }

  @Override
  public PutEventsResponse putEvents(PutEventsRequest request) {
    return line.answer("PutEvents", request, () -> {
      List<PutEventsResultEntry> results = new ArrayList<>();
      for (PutEventsRequestEntry entry : request.entries()) {
        results.add(put(entry));
      }
      long failed = results.stream().filter(result -> result.errorCode() != null).count();
      return PutEventsResponse.builder().entries(results).failedEntryCount((int) failed).build();
    });
  }

  private PutEventsResultEntry put(PutEventsRequestEntry entry) {
    String bus = entry.eventBusName() == null ? "default" : entry.eventBusName().replaceAll("^.*:event-bus/", "");
    if (!buses.contains(bus)) {
      return refused("InternalFailure", "the bus " + bus + " does not exist");
    }
    if (entry.source() == null || entry.source().isEmpty() || entry.source().startsWith("aws.") || entry.detailType() == null
        || entry.detailType().isEmpty()) {
      return refused("InvalidArgument", "source and detail type are needed");
    }
    if (size(entry) > MOST_BYTES) {
      return refused("InvalidArgument", "the entry is larger than 256 KB");
    }
    try {
      if (JsonParser.parseString(String.valueOf(entry.detail())).isJsonObject()) {
        taken.add(new BusEvent(bus, entry.source(), entry.detailType(), entry.detail(), line.account().now()));
        return PutEventsResultEntry.builder().eventId("event-" + taken.size()).build();
      }
    } catch (JsonParseException broken) {
      // Refused below, like a detail that is no object.
    }
    return refused("MalformedDetail", "Detail is malformed.");
  }

  private static int size(PutEventsRequestEntry entry) {
    int size = entry.time() == null ? 0 : 14;
    size += bytes(entry.source()) + bytes(entry.detailType()) + bytes(String.valueOf(entry.detail()));
    return size + entry.resources().stream().mapToInt(SimulatedEventBridge::bytes).sum();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static PutEventsResultEntry refused(String code, String message) {
    return PutEventsResultEntry.builder().errorCode(code).errorMessage(message).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
