package io.auroraresponder.intake;

import io.auroraresponder.incident.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An AWS Health event; its times are RFC 1123, its detail may be empty in test events. */
final class HealthParser implements ShapeParser {
  private static final String SHAPE = "health";

  /** Each is looked up; an event about more databases than this is about the region, and the first ones tell so. */
  private static final int MOST_ENTITIES = 50;

  @Override
  public boolean recognises(JsonTree event) {
    return event.text("source").equals("aws.health") && event.text("detail-type").startsWith("AWS Health");
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    JsonTree detail = arrival.tree().decoded("detail");
    if (detail.isEmpty()) {
      return arrival.unusable(SHAPE, "AWS Health", IntakeReason.WITHOUT_DETAIL, "Health event without detail");
    }
    if (!detail.text("service").equals("RDS")) {
      return arrival.unusable(
          SHAPE, detail.text("eventTypeCode"), IntakeReason.OTHER_SERVICE, "a Health event about " + named(detail.text("service")));
    }
    Instant at =
        EventTimes.parse(detail.text("lastUpdatedTime"))
            .or(() -> EventTimes.parse(detail.text("startTime")))
            .orElseGet(arrival::time);
    Signal signal =
        arrival.signal(SHAPE, key(arrival, detail), detail.text("eventTypeCode"), description(detail), at);
    if (detail.text("statusCode").equals("closed")) {
      return new ParsedEvent.Unusable(signal, origin(arrival, detail), IntakeReason.INFORMATIONAL,
          "AWS Health says that it is over: " + signal.source());
    }
    boolean isPublic = !detail.text("eventScopeCode").equals("ACCOUNT_SPECIFIC");
    String category = CleanText.name(detail.text("eventTypeCategory"));
    return new ParsedEvent.Health(signal, origin(arrival, detail), signal.source(), category, isPublic, entities(arrival, detail));
  }

  /** Health tells the same event again with each news; its communication id tells the news apart. */
  private static String key(ReceivedEvent arrival, JsonTree detail) {
    String news = detail.text("communicationId");
    String event = detail.text("eventArn");
    return EventKey.of(SHAPE, event, event.isEmpty() || news.isEmpty() ? arrival.envelopeId() : news);
  }

  private static AccountRegion origin(ReceivedEvent arrival, JsonTree detail) {
    return new AccountRegion(detail.text("affectedAccount"), detail.text("eventRegion")).orElse(arrival.origin());
  }

  private static String description(JsonTree detail) {
    List<JsonTree> texts = detail.items("eventDescription");
    for (JsonTree text : texts) {
      if (text.text("language").startsWith("en")) {
        return text.text("latestDescription");
      }
    }
    return texts.isEmpty() ? "" : texts.getFirst().text("latestDescription");
  }

  private static List<String> entities(ReceivedEvent arrival, JsonTree detail) {
    List<String> entities = new ArrayList<>();
    for (JsonTree entity : detail.items("affectedEntities")) {
      entities.add(entity.isText() ? entity.asText() : entity.text("entityValue"));
    }
    if (entities.isEmpty()) {
      entities.addAll(arrival.tree().texts("resources"));
    }
    return entities.stream().map(String::strip).filter(value -> !value.isEmpty()).distinct().limit(MOST_ENTITIES).toList();
  }

  private static String named(String service) {
    return service.isEmpty() ? "no service" : service;
  }
}
