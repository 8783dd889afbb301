package io.auroraresponder.intake;

import io.auroraresponder.incident.Signal;
import io.auroraresponder.intake.ParsedEvent.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An RDS event's fields before they are put in order, the same for both of its ways. */
record RdsParts(Subject subject, String identifier, String arn, String eventId, String message, List<String> categories) {

  ParsedEvent notice(ReceivedEvent arrival, String shape, AccountRegion origin, Optional<Instant> date) {
    String name = name();
    if (name.isEmpty()) {
      return arrival.unusable(shape, eventId, IntakeReason.FIELDS_MISSING, "an RDS event that names nothing");
    }
    String when = date.map(at -> Long.toString(at.toEpochMilli())).orElseGet(arrival::envelopeId);
    String key = EventKey.of("rds", subject.name(), name.toLowerCase(Locale.ROOT), eventId, when);
    String source = eventId.isEmpty() ? "RDS event without an id" : eventId;
    Signal signal = arrival.signal(shape, key, source, message, date.orElse(arrival.now()));
    AccountRegion resource = Arn.parse(arn).map(Arn::place).orElse(AccountRegion.UNKNOWN);
    return new ParsedEvent.Rds(signal, origin.orElse(resource), subject, name, resource, eventId, signal.reason(), categories);
  }

  /** The ARN says it without ambiguity; the identifier of clusters and instances may carry an {@code rds:} that is not theirs. */
  private String name() {
    String named = Arn.parse(arn).filter(Arn::isRds).map(Arn::name).orElse(identifier).strip();
    boolean prefixIsPart = subject == Subject.CLUSTER_SNAPSHOT;
    return !prefixIsPart && named.startsWith("rds:") ? named.substring("rds:".length()) : named;
  }

  static Subject subscriptionSubject(String source) {
    return switch (source) {
      case "db-cluster" -> Subject.CLUSTER;
      case "db-instance" -> Subject.INSTANCE;
      case "db-cluster-snapshot" -> Subject.CLUSTER_SNAPSHOT;
      case "blue-green-deployment" -> Subject.BLUE_GREEN_DEPLOYMENT;
      default -> Subject.OTHER;
    };
  }
}
