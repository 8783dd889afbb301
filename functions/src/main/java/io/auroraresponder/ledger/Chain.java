package io.auroraresponder.ledger;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The hash chain over a cluster's entries: what was recorded cannot be altered, left out or put in without breaking it. */
public final class Chain {
  private Chain() {}

  static String hash(long seq, String prev, Instant at, EntryKind kind, String canonicalBody) {
    JsonObject entry = new JsonObject();
    entry.addProperty("seq", seq);
    entry.addProperty("prev", prev);
    entry.addProperty("at", at.toString());
    entry.addProperty("kind", kind.name());
    entry.add("body", JsonParser.parseString(canonicalBody));
    return Sha256.of(CanonicalJson.of(entry));
  }

  /** What is wrong with a chain that should run from 1 without a gap; empty when nothing is. */
  public static List<String> faults(List<ChainEntry> entries) {
    return faults(entries, 1, "");
  }

  /** The same for a part of a chain; what stands before its first entry is taken as that entry says. */
  public static List<String> faultsOfPart(List<ChainEntry> entries) {
    return entries.isEmpty() ? List.of() : faults(entries, entries.getFirst().seq(), entries.getFirst().prev());
  }

  private static List<String> faults(List<ChainEntry> entries, long first, String before) {
    List<String> faults = new ArrayList<>();
    String prev = before;
    long seq = first;
    for (ChainEntry entry : entries) {
      if (entry.seq() != seq) {
        faults.add("entry " + entry.seq() + " stands where " + seq + " is due");
      }
      if (!entry.prev().equals(prev) && entry.kind() != EntryKind.FORK) {
        faults.add("entry " + entry.seq() + " does not follow the entry before it");
      }
      if (!entry.hash().equals(hash(entry.seq(), entry.prev(), entry.at(), entry.kind(), entry.body()))) {
        faults.add("entry " + entry.seq() + " was altered: its hash does not fit");
      }
      prev = entry.hash();
      seq = entry.seq() + 1;
    }
    return faults;
  }
}
