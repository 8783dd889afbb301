package io.auroraresponder.ledger;

import io.auroraresponder.incident.Report;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One link of a cluster's chain.
 *
 * @param seq from 1, gapless; 0 before the first
 * @param prev the hash of the entry before, empty for the first
 * @param hash SHA-256 of the canonical JSON of all else, lower-case hex
 * @param body canonical JSON
 */
public record ChainEntry(long seq, String prev, String hash, Instant at, EntryKind kind, String body) {

  /** What stands before the first entry of a chain. */
  public static final Optional<ChainEntry> NONE = Optional.empty();

  static ChainEntry after(Optional<ChainEntry> last, Instant at, EntryKind kind, EntryBody body) {
    long seq = last.map(ChainEntry::seq).orElse(0L) + 1;
    String prev = last.map(ChainEntry::hash).orElse("");
    String canonical = body.canonical();
    return new ChainEntry(seq, prev, Chain.hash(seq, prev, at, kind, canonical), at, kind, canonical);
  }

  /** What people are to hear of it; empty where it is for the record only. */
  public Optional<EntryMessage> said() {
    return EntryBody.said(body);
  }

  /** The minutes of metrics that it brings along; none where nobody is to hear of it. */
  public List<Report.Measured> measured() {
    return EntryBody.measured(body);
  }
}
