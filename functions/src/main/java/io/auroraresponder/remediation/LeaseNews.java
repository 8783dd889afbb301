package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.EntryMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that people must hear of between an incident's report and its end: verified, given back, yielded, overdue. It belongs
 * into the incident's thread.
 *
 * @param said severity, incident, lease, text and commands
 * @param seq the chain entry's number; with {@code resourceId} it tells a repetition
 * @param hash the chain entry's hash
 * @param measured the minutes since the lease began, as far as they were read
 * @param nextLook when the incident is looked at again by itself; known and empty where it is not
 * @param watch what else follows by itself, as a sentence; may be empty
 */
public record LeaseNews(ClusterId cluster, String resourceId, EntryKind kind, Instant at, EntryMessage said, long seq, String hash,
    List<Report.Measured> measured, Reading<Optional<Instant>> nextLook, Phrase watch) {
  public LeaseNews {
    measured = List.copyOf(measured);
  }

  /** The same for the same news, however often it is told. */
  public String dedupKey() {
    return resourceId + "#" + seq;
  }
}
