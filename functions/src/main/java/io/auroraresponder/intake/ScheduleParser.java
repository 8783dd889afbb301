package io.auroraresponder.intake;

import io.auroraresponder.incident.Signal;
import java.util.List;

/**
 * A rule's schedule ({@code aws.events}, detail an object) or EventBridge Scheduler ({@code aws.scheduler}, detail a text).
 *
 * <p>Which cluster it is about stands in the detail or nowhere; the schedule's name is never taken for one.
 */
final class ScheduleParser implements ShapeParser {
  private static final String SHAPE = "schedule";

  @Override
  public boolean recognises(JsonTree event) {
    String source = event.text("source");
    return event.text("detail-type").equals("Scheduled Event") && (source.equals("aws.events") || source.equals("aws.scheduler"));
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    JsonTree detail = arrival.tree().decoded("detail");
    for (String member : List.of("cluster", "runbook")) {
      if (detail.has(member) && !detail.at(member).isText()) {
        return arrival.unusable(SHAPE, "schedule", IntakeReason.FIELDS_MISSING,
            "'" + member + "' in the schedule's detail must be one name");
      }
    }
    String resource = arrival.tree().texts("resources").stream().findFirst().orElse("");
    String name = CleanText.name(Arn.parse(resource).map(Arn::name).orElse(resource));
    Signal signal =
        arrival.signal(
            SHAPE,
            EventKey.of(SHAPE, arrival.envelopeId()),
            name.isEmpty() ? "schedule" : name,
            "scheduled check",
            arrival.time());
    return new ParsedEvent.Schedule(signal, arrival.origin(), name, detail.text("cluster").strip(), detail.text("runbook").strip());
  }
}
