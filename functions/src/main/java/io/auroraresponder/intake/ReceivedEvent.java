package io.auroraresponder.intake;

import io.auroraresponder.incident.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One unwrapped event on its way through the parsers, with what names and dates it where it does not do so itself.
 *
 * @param invocationId names events without a name of their own
 * @param now dates events without a date of their own
 */
record ReceivedEvent(JsonTree tree, Unwrapped.Envelope envelope, String invocationId, Instant now) {

  /** Account and region as an EventBridge envelope says them, else as the first resource's ARN does. */
  AccountRegion origin() {
    AccountRegion stated = new AccountRegion(tree.text("account"), tree.text("region"));
    if (!stated.account().isEmpty() && !stated.region().isEmpty()) {
      return stated;
    }
    Optional<Arn> resource = tree.texts("resources").stream().map(Arn::parse).flatMap(Optional::stream).findFirst();
    return stated.orElse(resource.map(Arn::place).orElse(AccountRegion.UNKNOWN));
  }

  /** The envelope's time, else now. */
  Instant time() {
    return EventTimes.parse(tree.text("time")).orElse(now);
  }

  /** The envelope's id, else the invocation's. */
  String envelopeId() {
    String id = tree.text("id");
    return id.isEmpty() ? invocationId : id;
  }

  Signal signal(String shape, String key, String source, String reason, Instant at) {
    return new Signal(shape, key, CleanText.name(source), CleanText.reason(reason), at);
  }

  /**
   * Of a kind that no runbook reads: told once a source where it names one of our clusters.
   *
   * @param what source and kind, for people: a clause without the cluster
   * @param tree where names of databases may stand
   */
  ParsedEvent unread(String shape, String what, IntakeReason reason, JsonTree tree) {
    List<String> databases = NamedDatabases.in(tree);
    return databases.isEmpty() ? unusable(shape, what, reason, what) : unread(shape, what, reason, databases);
  }

  ParsedEvent.Unread unread(String shape, String what, IntakeReason reason, List<String> databases) {
    Signal signal = signal(shape, EventKey.of("unread", what), what, "", time());
    return new ParsedEvent.Unread(signal, origin(), reason, databases, CleanText.reason(what), "");
  }

  /** Read and of no use: the signal is named after its envelope. */
  ParsedEvent.Unusable unusable(String shape, String source, IntakeReason reason, String text) {
    String key = EventKey.of(shape, envelopeId(), source);
    return new ParsedEvent.Unusable(signal(shape, key, source, "", time()), origin(), reason, CleanText.reason(text));
  }
}
