package io.auroraresponder.notify;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of a lease, for the same thread as the report that opened it.
 *
 * @param incidentKey the incident's key: names the thread
 * @param kind one or two words: {@code verified}, {@code given back}, {@code escalated}, {@code overdue}
 * @param text one sentence with its facts
 * @param commands undo and kill switch, in the order in which a person needs them
 * @param chainSeq the ledger chain's last number, 0 when nothing was recorded
 * @param chainHash its hash, empty when nothing was recorded
 * @param series the minutes since the lease began, as far as they were read
 * @param slackChannel what the cluster's tag names; empty where it names none or the message is the incident's own
 * @param nextLook when the responder looks at the incident again by itself; known and empty where it does not
 * @param watch what else follows by itself, as a sentence; may be empty
 */
public record News(
    String cluster,
    String incidentKey,
    String kind,
    Severity severity,
    Phrase text,
    Instant at,
    List<Advice> commands,
    long chainSeq,
    String chainHash,
    List<Report.Measured> series,
    String slackChannel,
    Reading<Optional<Instant>> nextLook,
    Phrase watch) {
  /** The kind of news that a silence began. */
  public static final String SILENCED = "silenced";

  /** In place of an incident's key, for news that belong to none. */
  public static final String NO_INCIDENT = "unassigned";

  public News {
    commands = List.copyOf(commands);
    series = List.copyOf(series);
  }

  /** Nothing follows by itself. */
  public News(String cluster, String incidentKey, String kind, Severity severity, Phrase text, Instant at, List<Advice> commands,
      long chainSeq, String chainHash, List<Report.Measured> series, String slackChannel) {
    this(cluster, incidentKey, kind, severity, text, at, commands, chainSeq, chainHash, series, slackChannel,
        Reading.known(Optional.empty(), at), Phrase.EMPTY);
  }

  /** The same with what follows it. */
  public News followedBy(Reading<Optional<Instant>> look, Phrase besides) {
    return new News(cluster, incidentKey, kind, severity, text, at, commands, chainSeq, chainHash, series, slackChannel, look, besides);
  }

  /** In the incident's own thread. */
  public News(String cluster, String incidentKey, String kind, Severity severity, Phrase text, Instant at, List<Advice> commands,
      long chainSeq, String chainHash, List<Report.Measured> series) {
    this(cluster, incidentKey, kind, severity, text, at, commands, chainSeq, chainHash, series, "");
  }

  /** Without measurements. */
  public News(String cluster, String incidentKey, String kind, Severity severity, Phrase text, Instant at, List<Advice> commands,
      long chainSeq, String chainHash) {
    this(cluster, incidentKey, kind, severity, text, at, commands, chainSeq, chainHash, List.of());
  }
}
