package io.auroraresponder.runbook;

import io.auroraresponder.database.HealthLimit;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Privacy;
import io.auroraresponder.observation.HealthyLook;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.util.ArrayList;
import java.util.List;

/**
 * How the statements at work differ from those of the healthy look: not seen then, slower a call, called more. A statement that became
 * slower may only wait with all others, so the blocks a call touches stand beside its time.
 *
 * @param member the DB instance that was asked now
 */
record StatementChanges(HealthyLook.Work before, Snapshot now, String member) {
  private static final String SOURCE = "pg_stat_statements ";

  /** Differences, the statements with the largest part of the time first. */
  List<Phrase> all() {
    List<Phrase> found = new ArrayList<>();
    for (StatementDelta one : now.statements().orElse(List.of())) {
      if (found.size() < HealthLimit.SHOWN.count() && one.calls() >= 0 && one.timeShare() >= HealthLimit.TIME_SHARE.value()) {
        Phrase line = line(one);
        if (!line.isEmpty()) {
          found.add(line);
        }
      }
    }
    return List.copyOf(found);
  }

  private Phrase line(StatementDelta one) {
    Phrase what =
        before
            .statement(one.statementId())
            .map(then -> Phrase.join(", ", List.of(slower(one, then), calledMore(one, then))))
            .orElseGet(() -> Phrase.of("not at work then, now {} of the execution time", percent("share of the time", one.timeShare())));
    return what.isEmpty() ? what : name(one).and(": ", what);
  }

  private Phrase slower(StatementDelta one, HealthyLook.Statement then) {
    boolean comparable = one.calls() > 0 && then.calls() >= HealthLimit.BASELINE_CALLS.count() && then.meanMillis() > 0;
    if (!comparable || one.meanMillis() < HealthLimit.SLOWER.value() * then.meanMillis()) {
      return Phrase.EMPTY;
    }
    Phrase time = Phrase.of("mean {}, now {}", then("mean", then, then.meanMillis(), "ms"), now("mean", one.meanMillis(), "ms"));
    return then.blocksPerCall() < 1 && one.blocksPerCall() < 1
        ? time
        : time.and(" (", Phrase.of("{#} blocks a call, now {#})", then("blocks a call", then, then.blocksPerCall(), ""),
        now("blocks a call", one.blocksPerCall(), "")));
  }

  private Phrase calledMore(StatementDelta one, HealthyLook.Statement then) {
    double seconds = now.rates().map(rates -> rates.window().toMillis() / 1000.0).orElse(0.0);
    if (seconds <= 0 || one.calls() < HealthLimit.WINDOW_CALLS.count() || then.callsPerMinute() <= 0) {
      return Phrase.EMPTY;
    }
    double perMinute = one.calls() / seconds * 60;
    return perMinute < HealthLimit.MORE_CALLS.value() * then.callsPerMinute()
        ? Phrase.EMPTY
        : Phrase.of("{} a minute, now {}", then("calls", then, then.callsPerMinute(), "calls"),
        now("calls a minute", perMinute, ""));
  }

  private Phrase name(StatementDelta one) {
    String text = HealthyLooks.shortened(one.statement(), HealthLimit.TEXT_LENGTH.count());
    return text.isBlank()
        ? Phrase.of("statement {}", Fact.word("probe " + member + " query id", now.at(), Long.toString(one.statementId())))
        : Phrase.of("statement {}", Fact.word("probe " + member + " statement text, redacted", now.at(), text).as(Privacy.STATEMENT));
  }

  private static Fact then(String what, HealthyLook.Statement then, double value, String unit) {
    return Fact.of("healthy look of " + then.member() + " " + SOURCE + what, then.at(), value, unit);
  }

  private Fact now(String what, double value, String unit) {
    return Fact.of("probe " + member + " " + SOURCE + what, now.at(), value, unit);
  }

  private Fact percent(String what, double part) {
    return Fact.part("probe " + member + " " + SOURCE + what, now.at(), part);
  }
}
