package io.auroraresponder.response;

import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.Publisher;
import io.auroraresponder.response.Answer.Handled;
import io.auroraresponder.response.Answer.Result;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Signals that open no incident. Some of them people should hear of all the same. */
final class RefusedSignals {
  private final IncidentLog log;
  private final Publisher publisher;
  private final InstantSource clock;

  RefusedSignals(IncidentLog log, Publisher publisher, InstantSource clock) {
    this.log = log;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** {@code told}: what people should hear, empty where nobody needs to. */
  Handled handle(Signal signal, Result result, String why, Phrase told) {
    tell(signal, told);
    return new Handled(signal.shape(), result, why, Optional.empty());
  }

  /** Once an event, as far as the ledger remembers it. */
  private void tell(Signal signal, Phrase told) {
    if (told.isEmpty() || (!signal.id().isEmpty() && log.seenBefore(signal.id()).isPresent())) {
      return;
    }
    publisher.publishNews(
        new News(signal.source(), News.NO_INCIDENT, "not handled", Severity.WARNING, told, signal.at(), List.of(), 0, ""));
    if (!signal.id().isEmpty()) {
      log.see(signal.id(), News.NO_INCIDENT, clock.instant());
    }
  }
}
