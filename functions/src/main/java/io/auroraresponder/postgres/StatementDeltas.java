package io.auroraresponder.postgres;

import io.auroraresponder.postgres.StatementSample.Numbers;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What statements did between two samples, beside what they did before; pure. */
final class StatementDeltas {
  private static final Numbers NOTHING_YET = new Numbers(0, 0, 0, 0, 0);

  private final StatementSample before;
  private final StatementSample after;

  StatementDeltas(StatementSample before, StatementSample after) {
    this.before = before;
    this.after = after;
  }

  /** Whether all counters were reset in between: then there is nothing to subtract. */
  boolean reset() {
    return before.resetSeconds() != after.resetSeconds();
  }

  /**
   * Statements that finished calls in the window, and those among {@code running} that did not, by share of execution time.
   *
   * @param own ids of the responder's own statements: left out, also of the whole that shares are taken of
   * @param texts redacted texts by id; a missing one stays empty
   */
  List<StatementDelta> lines(Set<Long> running, Set<Long> own, Map<Long, String> texts, int limit) {
    double whole = after.byId().keySet().stream().filter(id -> !own.contains(id)).mapToDouble(this::topLevelMillis).sum();
    List<StatementDelta> lines = new ArrayList<>();
    for (long id : after.byId().keySet()) {
      StatementDelta line = line(id, whole, texts.getOrDefault(id, ""));
      boolean counts = line.calls() > 0 || (line.calls() == 0 && running.contains(id));
      if (counts && !own.contains(id)) {
        lines.add(line);
      }
    }
    lines.sort(Comparator.comparingDouble(StatementDelta::timeShare).reversed()
        .thenComparing(line -> !running.contains(line.statementId()))
        .thenComparingLong(StatementDelta::statementId));
    return lines.size() <= limit ? lines : List.copyOf(lines.subList(0, limit));
  }

  private StatementDelta line(long id, double whole, String text) {
    Numbers then = before.byId().getOrDefault(id, NOTHING_YET);
    Numbers now = after.byId().getOrDefault(id, NOTHING_YET);
    if (shrunk(then, now)) {
      // Evicted and seen again, or reset by hand: there is no knowing what of it belongs to the window.
      return new StatementDelta(id, text, -1, 0, 0, 0, 0, 0, 0, 0);
    }
    long calls = now.calls() - then.calls();
    double share = whole <= 0 ? 0 : Math.min(1, (now.millis() - then.millis()) / whole);
    return new StatementDelta(
        id,
        text,
        calls,
        per(now.millis() - then.millis(), calls),
        share,
        per((double) (now.blocks() - then.blocks()), calls),
        then.calls(),
        per(then.millis(), then.calls()),
        per((double) then.blocks(), then.calls()),
        then.sinceSeconds() > 0 ? then.sinceSeconds() : before.sinceSeconds());
  }

  private double topLevelMillis(long id) {
    Numbers then = before.byId().getOrDefault(id, NOTHING_YET);
    Numbers now = after.byId().getOrDefault(id, NOTHING_YET);
    return shrunk(then, now) ? 0 : now.topLevelMillis() - then.topLevelMillis();
  }

  private static boolean shrunk(Numbers then, Numbers now) {
    return now.calls() < then.calls() || now.millis() < then.millis() || now.blocks() < then.blocks();
  }

  private static double per(double sum, long calls) {
    return calls == 0 ? 0 : sum / calls;
  }
}
