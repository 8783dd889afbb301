package io.auroraresponder.aws;

import io.auroraresponder.notify.UndeliveredException;
import io.auroraresponder.notify.bus.BusChannel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** Puts events on one bus of EventBridge, which answers 200 with a code where it refused one (EventBridge API, PutEvents). */
public final class EventBus implements BusChannel.Bus {
  private static final String NAME = "EventBridge";

  private final Supplier<EventBridgeClient> client;
  private final String bus;

  /** {@code bus}: name or ARN. */
  public EventBus(Supplier<EventBridgeClient> client, String bus) {
    this.client = client;
    this.bus = bus;
  }

  @Override
  public void put(String detailType, String detail, Instant at, List<String> resources, io.auroraresponder.incident.Deadline deadline) {
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder().eventBusName(bus).source(BusChannel.SOURCE).detailType(detailType).detail(detail).time(at)
            .resources(resources).build();
    try {
      List<PutEventsResultEntry> results = client.get().putEvents(request -> request.entries(entry)).entries();
      if (results.isEmpty()) {
        throw new UndeliveredException(NAME, "no answer", true, Optional.empty());
      }
      results.stream().map(PutEventsResultEntry::errorCode).filter(code -> code != null && !code.isEmpty()).findFirst()
          .ifPresent(code -> {
            throw new UndeliveredException(NAME, code, true, Optional.empty());
          });
    } catch (SdkException failure) {
      String code = failure instanceof AwsServiceException refused && refused.awsErrorDetails() != null
          ? String.valueOf(refused.awsErrorDetails().errorCode()) : "no answer";
      throw new UndeliveredException(NAME, code, true, Optional.empty());
    }
  }
}
