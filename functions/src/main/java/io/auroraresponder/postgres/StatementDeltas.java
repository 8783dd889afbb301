package io.auroraresponder.postgres;

import io.auroraresponder.postgres.StatementSample.Numbers;
import io.auroraresponder.postgres.StatementSample.StatementKey;
import io.auroraresponder.probe.Filter;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What statements did between two samples, beside what they did before; pure. */
final class StatementDeltas {
  private static final Numbers NOTHING_YET = new Numbers(0, 0, 0, 0, 0, 0, 0);

  private final StatementSample before;
  private final StatementSample after;

  StatementDeltas(StatementSample before, StatementSample after) {
    this.before = before;
    this.after = after;
  }

  /** Whether all counters were reset in between: then there is nothing to subtract. */
  boolean reset() {
    return before.since().resetSeconds() != after.since().resetSeconds();
  }

  /**
   * Statements that finished calls in the window, and those among {@code running} that did not, by share of execution time.
   *
   * @param texts redacted texts; a missing one stays empty
   * @param filters what those texts keep of which table
   */
  List<StatementDelta> lines(Set<StatementKey> running, Map<StatementKey, String> texts,
      Map<StatementKey, Filter> filters, int limit) {
    double whole = after.byKey().keySet().stream().mapToDouble(this::topLevelMillis).sum();
    List<StatementDelta> lines = new ArrayList<>();
    for (StatementKey key : after.byKey().keySet()) {
      StatementDelta line = line(key, whole, texts.getOrDefault(key, ""), filters.getOrDefault(key, Filter.NONE));
      if (line.calls() > 0 || (line.calls() == 0 && running.contains(key))) {
        lines.add(line);
      }
    }
    lines.sort(Comparator.comparingDouble(StatementDelta::timeShare).reversed()
        .thenComparing(line -> !running.contains(new StatementKey(line.database(), line.statementId())))
        .thenComparing(StatementDelta::database)
        .thenComparingLong(StatementDelta::statementId));
    return lines.size() <= limit ? lines : List.copyOf(lines.subList(0, limit));
  }

  private StatementDelta line(StatementKey key, double whole, String text, Filter filter) {
    Numbers then = before.byKey().getOrDefault(key, NOTHING_YET);
    Numbers now = after.byKey().getOrDefault(key, NOTHING_YET);
    if (shrunk(then, now)) {
      // Evicted and seen again, or reset by hand: there is no knowing what of it belongs to the window.
      return new StatementDelta(key.database(), key.id(), text, -1, 0, 0, 0, 0, 0, 0, 0);
    }
    long calls = now.calls() - then.calls();
    double share = whole <= 0 ? 0 : Math.min(1, (now.millis() - then.millis()) / whole);
    return new StatementDelta(
        key.database(),
        key.id(),
        text,
        calls,
        per(now.millis() - then.millis(), calls),
        share,
        per((double) (now.blocks() - then.blocks()), calls),
        then.calls(),
        per(then.millis(), then.calls()),
        per((double) then.blocks(), then.calls()),
        then.sinceSeconds() > 0 ? then.sinceSeconds() : before.since().agoSeconds(),
        now.tempBlocks() - then.tempBlocks(),
        per((double) (now.rows() - then.rows()), calls),
        filter);
  }

  private double topLevelMillis(StatementKey key) {
    Numbers then = before.byKey().getOrDefault(key, NOTHING_YET);
    Numbers now = after.byKey().getOrDefault(key, NOTHING_YET);
    return shrunk(then, now) ? 0 : now.topLevelMillis() - then.topLevelMillis();
  }

  private static boolean shrunk(Numbers then, Numbers now) {
    return now.calls() < then.calls() || now.millis() < then.millis() || now.blocks() < then.blocks()
        || now.tempBlocks() < then.tempBlocks();
  }

  private static double per(double sum, long calls) {
    return calls == 0 ? 0 : sum / calls;
  }
}
