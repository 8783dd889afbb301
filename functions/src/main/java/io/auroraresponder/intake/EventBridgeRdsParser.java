package io.auroraresponder.intake;

import io.auroraresponder.intake.ParsedEvent.Subject;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * An RDS event by EventBridge: cluster, instance, cluster snapshot, blue/green deployment; every field but the thing's name may be missing.
 */
final class EventBridgeRdsParser implements ShapeParser {
  /** Before what the event speaks of, for example {@code eventbridge-rds-cluster}. */
  static final String SHAPES = "eventbridge-rds-";

  @Override
  public boolean recognises(JsonTree event) {
    String type = event.text("detail-type");
    return event.text("source").equals("aws.rds") && type.startsWith("RDS ") && type.endsWith(" Event");
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    JsonTree detail = arrival.tree().decoded("detail");
    String type = detail.has("SourceType") ? detail.text("SourceType") : arrival.tree().text("detail-type");
    RdsParts parts =
        new RdsParts(
            subject(type),
            detail.text("SourceIdentifier"),
            detail.text("SourceArn"),
            RdsEventTable.idIn(detail.text("EventID")),
            detail.text("Message"),
            detail.texts("EventCategories"));
    Optional<Instant> date = EventTimes.parse(detail.text("Date")).or(() -> EventTimes.parse(arrival.tree().text("time")));
    return parts.notice(arrival, SHAPES + word(parts.subject()), arrival.origin(), date);
  }

  private static String word(Subject subject) {
    return subject.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Subject subject(String type) {
    return switch (type) {
      case "CLUSTER", "RDS DB Cluster Event" -> Subject.CLUSTER;
      case "DB_INSTANCE", "RDS DB Instance Event" -> Subject.INSTANCE;
      case "CLUSTER_SNAPSHOT", "RDS DB Cluster Snapshot Event" -> Subject.CLUSTER_SNAPSHOT;
      case "BLUE_GREEN_DEPLOYMENT", "RDS Blue Green Deployment Event" -> Subject.BLUE_GREEN_DEPLOYMENT;
      default -> RdsParts.subscriptionSubject(type);
    };
  }
}
