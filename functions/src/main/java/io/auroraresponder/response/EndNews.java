package io.auroraresponder.response;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.ledger.Table.TableUnavailableException;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.Publisher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people that an incident of which they heard is over, or that its alarm is and a lease of it still holds. */
final class EndNews {
  private static final Logger LOG = LoggerFactory.getLogger(EndNews.class);
  private static final String SOURCE = "incident log";

  private final IncidentLog log;
  private final Publisher publisher;
  private final InstantSource clock;

  EndNews(IncidentLog log, Publisher publisher, InstantSource clock) {
    this.log = log;
    this.publisher = publisher;
    this.clock = clock;
  }

  /**
   * Tells it where the state changed between the two. News that cannot be sent are let go: the incident is over all the same, and channels
   * follow with its next change.
   */
  void tell(IncidentLogEntry before, IncidentLogEntry after) {
    boolean ended = before.isOpen() && before.state() != after.state() && after.state() != Report.State.OPEN;
    boolean heard = after.told().isPresent() || before.told().isPresent();
    if (!ended || !heard) {
      return;
    }
    Incident incident = before.incident().orElseThrow();
    try {
      publisher.publishNews(news(incident, after.state()));
    } catch (DependencyException unsent) {
      LOG.atWarn().setMessage("end not told").addKeyValue("incident", incident.key()).addKeyValue("code", unsent.code()).log();
    }
  }

  private News news(Incident incident, Report.State state) {
    Instant now = clock.instant();
    Duration lasted = Duration.between(incident.openedAt(), now);
    Fact span = lasted.toMinutes() < 120 ? Fact.count(SOURCE + " openedAt", now, Math.max(1, lasted.toMinutes()), "min")
        : Fact.of(SOURCE + " openedAt", now, lasted.toMinutes() / 60.0, 1, "h");
    boolean over = state == Report.State.RESOLVED;
    Phrase text = over ? Phrase.of("{}: over after {}; no alarm of it stands and no lease holds", cluster(incident, now), span)
        : Phrase.of("{}: no alarm stands any more after {}; the lease holds until it is given back", cluster(incident, now), span);
    return new News(
        incident.cluster().value(), incident.key(), over ? "resolved" : "mitigated", Severity.OK, text, now, List.of(), 0, "")
        .followedBy(nextLook(incident.key(), now), over ? Phrase.EMPTY : Report.NextLook.LEASE_WATCH);
  }

  private Reading<Optional<Instant>> nextLook(String key, Instant now) {
    try {
      return Reading.known(log.nextLook(key, now), now);
    } catch (TableUnavailableException silent) {
      return Reading.unavailable("the ledger did not answer");
    }
  }

  private static Fact cluster(Incident incident, Instant now) {
    return Fact.word(SOURCE + " cluster", now, incident.cluster().value());
  }
}
