package io.auroraresponder.runbook;

import io.auroraresponder.database.HealthLimit;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.HealthyLook;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is different since the cluster was last found healthy: evidence that supports a cause, and never one by itself. Pure.
 *
 * @param at now
 * @param look the database as it is now
 * @param member the DB instance that was asked, empty where none was
 * @param author who set the range that is live
 * @param trouble how bad the diagnosis is: differences of a cluster in order are no warning
 */
record WhatChanged(
    Instant at, ClusterState cluster, Look look, String member, RangeAuthor author, Severity trouble, Reading<HealthyLook> before) {
  static final String ID = "WhatChanged";

  private static final Duration SHOWN_IN_DAYS = Duration.ofDays(2);
  private static final Duration SHOWN_IN_HOURS = Duration.ofHours(2);

  private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** One result of the cluster, and one of its database where somebody looked into it. */
  List<CheckResult> results() {
    List<CheckResult> results = new ArrayList<>();
    results.add(
        switch (fresh(before.flatMap(HealthyLook::shape), HealthyLook.Shape::at)) {
          case Reading.Known<HealthyLook.Shape> known ->
              told(ShapeChanges.of(known.value(), cluster, author), "the cluster", known.value().at());
          case Reading.Unavailable<HealthyLook.Shape> gap -> open(gap);
        });
    if (look instanceof Look.Seen(Snapshot seen)) {
      results.add(
          switch (fresh(before.flatMap(HealthyLook::work), HealthyLook.Work::at)) {
            case Reading.Known<HealthyLook.Work> known -> told(database(known.value(), seen), "its database", known.value().at());
            case Reading.Unavailable<HealthyLook.Work> gap -> open(gap);
          });
    }
    return oneGap(results);
  }

  /** Where nothing can be compared one line says so. */
  private static List<CheckResult> oneGap(List<CheckResult> results) {
    List<Phrase> reasons = new ArrayList<>();
    for (CheckResult result : results) {
      if (result instanceof CheckResult.Inconclusive open) {
        reasons.add(open.gap().reason());
      }
    }
    return reasons.size() == results.size() ? List.of(CheckResult.open(ID, Phrase.join("; ", reasons.stream().distinct().toList())))
        : results;
  }

  private <T> Reading<T> fresh(Reading<T> kept, java.util.function.Function<T, Instant> moment) {
    return kept.flatMap(
        one ->
            moment.apply(one).isBefore(at.minus(HealthLimit.OLDEST.duration()))
                ? Reading.<T>unavailable("the last healthy look is of " + UTC.format(moment.apply(one)) + " UTC, too old to compare with")
                : Reading.known(one, moment.apply(one)));
  }

  private List<Phrase> database(HealthyLook.Work then, Snapshot seen) {
    List<Phrase> found = new ArrayList<>();
    String source = "probe " + member + " ";
    if (then.member().equals(member) && !then.serverVersion().isBlank() && !then.serverVersion().equals(seen.serverVersion())) {
      found.add(
          Phrase.of("server version {}, now {}", Fact.word(source + "server_version", then.at(), then.serverVersion()),
              Fact.word(source + "server_version", seen.at(), seen.serverVersion())));
    }
    int limit = seen.connections().map(Snapshot.Connections::maxConnections).orElse(0);
    if (then.member().equals(member) && then.maxConnections() > 0 && limit > 0 && limit != then.maxConnections()) {
      found.add(
          Phrase.of("max_connections {}, now {}", Fact.count(source + "max_connections", then.at(), then.maxConnections(), ""),
              Fact.count(source + "max_connections", seen.at(), limit, "")));
    }
    if (then.member().equals(member)) {
      found.addAll(new SettingChanges(then, seen, member).all());
    }
    found.addAll(new StatementChanges(then, seen, member).all());
    return found;
  }

  private CheckResult told(List<Phrase> changes, String what, Instant then) {
    Phrase since = Phrase.of("healthy look of {}, {} before", Fact.word("the ledger, last healthy look", then, UTC.format(then) + " UTC"),
        age(then));
    if (changes.isEmpty()) {
      Phrase same = Phrase.of("nothing changed in " + what + " as far as was looked");
      return CheckResult.of(Finding.of(ID, Severity.OK, same, same, since, then));
    }
    Phrase seen = Phrase.of("since " + what + " was healthy: ").and("", Phrase.join("; ", changes));
    Severity severity = trouble.compareTo(Severity.WARNING) <= 0 ? Severity.WARNING : Severity.INFO;
    return CheckResult.of(Finding.of(ID, severity, seen, seen, since, then));
  }

  private Fact age(Instant then) {
    Duration age = Duration.between(then, at);
    String source = "the ledger, last healthy look";
    return age.compareTo(SHOWN_IN_DAYS) >= 0
        ? Fact.count(source, then, age.toDays(), "days")
        : age.compareTo(SHOWN_IN_HOURS) >= 0 ? Fact.count(source, then, age.toHours(), "h")
        : Fact.count(source, then, age.toMinutes(), "min");
  }

  private CheckResult open(Reading.Unavailable<?> gap) {
    return CheckResult.open(ID, Phrase.quoting("the ledger, last healthy look", at, gap.reason()));
  }
}
