package io.auroraresponder.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether a ledger holds together: each cluster's chain runs from 1 to the end that its head knows, each entry is what its hash says, and
 * nothing stands there that no head accounts for.
 */
public final class LedgerCheck {
  private static final int SHORT = 12;

  private LedgerCheck() {}

  /**
   * What was found.
   *
   * @param entries of all chains, the one in each head included
   * @param ends cluster, number and beginning of the hash of each chain's last entry
   * @param breaks sentences, the first break of a chain first; empty where the ledger is consistent
   */
  public record Found(long entries, List<String> ends, List<String> breaks) {
    public Found {
      ends = List.copyOf(ends);
      breaks = List.copyOf(breaks);
    }
  }

  /**
   * Reads the whole table. A ledger that is written meanwhile is no broken one: heads are read after the entries.
   *
   * @throws Table.TableUnavailableException where a part was not read: then nothing is known
   */
  public static Found of(Table table) {
    Map<String, Map<Long, ChainEntry>> chains = new TreeMap<>();
    List<String> breaks = new ArrayList<>();
    for (Table.Item item : table.all()) {
      String pk = item.key().pk();
      if (pk.startsWith(ChainItem.partition("")) && !item.key().sk().equals(Ledger.TOLD)) {
        entry(item, breaks).ifPresent(entry ->
            chains.computeIfAbsent(pk.substring(ChainItem.partition("").length()), unseen -> new TreeMap<>()).put(entry.seq(), entry));
      }
    }
    long entries = 0;
    List<String> ends = new ArrayList<>();
    for (Table.Item item : table.query(HeadItem.PARTITION)) {
      String resourceId = item.key().sk();
      if (resourceId.equals(HeadItem.FLEET)) {
        continue;
      }
      Map<Long, ChainEntry> chain = Optional.ofNullable(chains.remove(resourceId)).orElse(Map.of());
      try {
        Head head = HeadItem.read(item);
        breaks.addAll(breaks(table, head, chain));
        entries += head.seq();
        ends.add(head.cluster() + " " + head.seq() + " " + head.hash().substring(0, Math.min(SHORT, head.hash().length())));
      } catch (RuntimeException unreadable) {
        breaks.add("the head of " + resourceId + " cannot be understood: " + unreadable.getMessage());
      }
    }
    chains.keySet().forEach(orphan -> breaks.add("there are entries of " + orphan + " and no head"));
    return new Found(entries, ends, breaks);
  }

  private static Optional<ChainEntry> entry(Table.Item item, List<String> breaks) {
    try {
      return Optional.of(ChainItem.entry(item));
    } catch (RuntimeException unreadable) {
      breaks.add("item " + item.key().pk() + " / " + item.key().sk() + " is no entry: " + unreadable.getMessage());
      return Optional.empty();
    }
  }

  private static List<String> breaks(Table table, Head head, Map<Long, ChainEntry> found) {
    List<String> breaks = new ArrayList<>();
    if (!head.tableId().equals(table.id())) {
      breaks.add("the head was written in another table, " + head.tableId());
    }
    List<ChainEntry> whole = new ArrayList<>();
    for (long seq = 1; seq < head.seq() && breaks.isEmpty(); seq++) {
      ChainEntry entry = found.get(seq);
      // It may have been written since the table was read.
      Optional<ChainEntry> there =
          entry != null ? Optional.of(entry) : table.get(ChainItem.key(head.resourceId(), seq)).map(ChainItem::entry);
      if (there.isEmpty()) {
        breaks.add("entry " + seq + " is missing");
      }
      there.ifPresent(whole::add);
    }
    if (breaks.isEmpty()) {
      head.tail().ifPresent(whole::add);
    }
    breaks.addAll(Chain.faults(whole));
    ChainEntry last = found.get(head.seq());
    if (last != null && !last.hash().equals(head.hash())) {
      breaks.add("entry " + head.seq() + " is another one than the head knows");
    }
    found.keySet().stream().filter(seq -> seq > head.seq()).forEach(seq ->
        breaks.add("entry " + seq + " stands after the last one that the head knows, " + head.seq()));
    return breaks.stream().map(each -> head.cluster() + ": " + each).toList();
  }
}
