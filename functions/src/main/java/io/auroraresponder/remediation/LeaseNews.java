package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.EntryMessage;
import java.time.Instant;
import java.util.List;

/**
 * Something that people must hear of between an incident's report and its end: verified, given back, yielded, overdue. It belongs
 * into the incident's thread.
 *
 * @param said severity, incident, lease, text and commands
 * @param seq the chain entry's number; with {@code resourceId} it tells a repetition
 * @param hash the chain entry's hash
 * @param measured the minutes since the lease began, as far as they were read
 */
public record LeaseNews(ClusterId cluster, String resourceId, EntryKind kind, Instant at, EntryMessage said, long seq, String hash,
    List<Report.Measured> measured) {
  public LeaseNews {
    measured = List.copyOf(measured);
  }

  /** Without measurements. */
  public LeaseNews(ClusterId cluster, String resourceId, EntryKind kind, Instant at, EntryMessage said, long seq, String hash) {
    this(cluster, resourceId, kind, at, said, seq, hash, List.of());
  }


  /** The same for the same news, however often it is told. */
  public String dedupKey() {
    return resourceId + "#" + seq;
  }
}
