package io.auroraresponder.lambda;

import com.google.gson.JsonParseException;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.ledger.Silence;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.LeaseNews;
import io.auroraresponder.remediation.LeaseNewsSink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tells of a raise that was applied where no report says so: an answer that came late, or never reached the runbook that asked, is told by
 * the sweep. Everything else is told as it is.
 */
final class UnreportedNews implements LeaseNewsSink {
  /** As long as an answer may be on its way to the runbook and into its incident. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(30);

  private final IncidentLog incidents;
  private final LeaseNewsSink sink;
  private final InstantSource clock;

  UnreportedNews(IncidentLog incidents, LeaseNewsSink sink, InstantSource clock) {
    this.incidents = incidents;
    this.sink = sink;
    this.clock = clock;
  }

  @Override
  public void tell(LeaseNews news) {
    if (news.kind() != EntryKind.APPLIED) {
      sink.tell(news);
      return;
    }
    Optional<IncidentLogEntry> entry = entry(news);
    if (entry.map(kept -> reports(kept, news)).orElse(false)) {
      return;
    }
    boolean waits = entry.map(kept -> kept.look().isMade() && kept.look().result().isEmpty()).orElse(false)
        && clock.instant().isBefore(news.at().plus(ON_ITS_WAY));
    if (waits) {
      throw new DependencyException("ledger", "report", "", true, "the runbook that asked for the raise is still writing its answer down",
          null);
    }
    sink.tell(news);
  }

  @Override
  public void silenced(Silence silence, Phrase text, String slackChannel) {
    sink.silenced(silence, text, slackChannel);
  }

  private Optional<IncidentLogEntry> entry(LeaseNews news) {
    try {
      return incidents.recall(news.said().incidentKey());
    } catch (Table.TableUnavailableException silent) {
      // Told twice is better than told never.
      return Optional.empty();
    }
  }

  /** A decision that was made with this entry, or later, shows what it says. */
  private static boolean reports(IncidentLogEntry entry, LeaseNews news) {
    if (entry.look().result().isEmpty()) {
      return false;
    }
    try {
      Decision decision = RecordJson.read(entry.look().result(), Decision.class);
      return decision.result() == Decision.Result.APPLIED && decision.chainSeq() >= news.seq();
    } catch (JsonParseException unreadable) {
      return false;
    }
  }
}
