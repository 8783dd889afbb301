package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.Name;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;
import java.util.function.Function;

/**
 * A check of what is never urgent: information, at worst a warning.
 *
 * <p>Where hygiene was not looked at as a whole, all of these say so as one.
 */
abstract class HygieneCheck<T> implements Check<SlowQueryEvidence> {
  /** So many are named and advised on; the rest is counted. */
  static final int SHOWN = 3;

  private static final long MEBIBYTE = 1L << 20;
  private static final long GIBIBYTE = 1L << 30;

  private final Function<Hygiene, Reading<T>> part;

  HygieneCheck(Function<Hygiene, Reading<T>> part) {
    this.part = part;
  }

  @Override
  public final boolean asksDatabase() {
    return true;
  }

  @Override
  public final CheckResult examine(SlowQueryEvidence evidence) {
    return switch (evidence.seen(Snapshot::hygiene)) {
      case Reading.Known<Hygiene> hygiene ->
          switch (part.apply(hygiene.value())) {
            case Reading.Known<T> known -> judge(evidence, hygiene.value(), known.value());
            case Reading.Unavailable<T> gap -> open(evidence, gap);
          };
      case Reading.Unavailable<Hygiene> gap -> CheckResult.open("Hygiene", Phrase.quoting("Hygiene", evidence.at(), gap.reason()));
    };
  }

  abstract CheckResult judge(SlowQueryEvidence evidence, Hygiene hygiene, T value);

  final CheckResult clear(SlowQueryEvidence evidence, Phrase seen, Phrase limit) {
    return result(evidence, Severity.OK, seen, limit, List.of());
  }

  final CheckResult result(SlowQueryEvidence evidence, Severity severity, Phrase seen, Phrase limit, List<Advice> advice) {
    return CheckResult.of(found(evidence, severity, seen, limit, advice));
  }

  /** The same about what was found first in {@code first}. */
  final CheckResult result(SlowQueryEvidence evidence, Severity severity, Phrase seen, Phrase limit, List<Advice> advice, Name first) {
    return CheckResult.of(found(evidence, severity, seen, limit, advice).within(first.database()));
  }

  private Finding found(SlowQueryEvidence evidence, Severity severity, Phrase seen, Phrase limit, List<Advice> advice) {
    return new Finding(id(), severity, seen, seen, limit, evidence.probed().at(), advice);
  }

  /**
   * "3 words: a, b, c", with at most {@link #SHOWN} of them named; each with its database where they are of several.
   *
   * @param name says in which database it is
   */
  final <O> Phrase listed(
      SlowQueryEvidence evidence, List<O> all, String one, String many, Function<O, Name> name, Function<O, Phrase> words) {
    Probed probed = evidence.probed();
    Fact count = probed.count(id() + " found", all.size(), all.size() == 1 ? one : many);
    List<O> shown = all.stream().limit(SHOWN).toList();
    boolean several = shown.stream().map(each -> name.apply(each).database()).distinct().count() > 1;
    Function<O, Phrase> placed = each -> words.apply(each).and(" ", several
        ? Phrase.of("in database {}", probed.name("database", name.apply(each).database())) : Phrase.EMPTY);
    return Phrase.of("{}: ", count).and("", Phrase.join(", ", shown.stream().map(placed).toList()))
        .and("", all.size() > SHOWN ? Phrase.of(", …") : Phrase.EMPTY);
  }

  static Phrase named(Probed probed, String what, Name name) {
    return Phrase.of("{}", probed.name(what, name.sql()));
  }

  /** With one name in {@code {#}}, to be run in its database; only words where the name must not be pasted. */
  static Advice command(Probed probed, String text, String sql, Name name) {
    return name.pastable() ? new Advice(Phrase.of(text + ":"), Phrase.of(sql, probed.name("name", name.sql())), name.database())
        : Advice.of(text + ", by hand: its name holds control characters.");
  }

  /** From a gibibyte on with a decimal; below in whole mebibytes. */
  static Fact size(Probed probed, Name name, long bytes) {
    String what = "estimated size of " + name.sql();
    return bytes >= GIBIBYTE ? probed.number(what, (double) bytes / GIBIBYTE, "GiB")
        : probed.count(what, (bytes + MEBIBYTE - 1) / MEBIBYTE, "MiB");
  }

  static Phrase sized(Probed probed, String what, Name name, long bytes) {
    return Phrase.of("{} ({})", probed.name(what, name.sql()), size(probed, name, bytes));
  }
}
