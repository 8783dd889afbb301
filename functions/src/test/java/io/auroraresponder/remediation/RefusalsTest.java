package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.InMemoryTable;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.KillSwitch;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.OperatorRecords;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.Run;
import io.auroraresponder.ledger.StandingOrder;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.remediation.Decision.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Everything that people say and that is not done is answered with a reason; each of those reasons is provoked here. */
class RefusalsTest {
  private static final Path CODE = Path.of("src", "main", "java", "io", "auroraresponder");
  private static final int TOO_SHORT_TO_TELL = 8;

  private final List<String> said = new ArrayList<>();

  /** The constant parts of what a class says where {@code begins} stands before a text. */
  private static List<String> texts(String file, String begins) throws IOException {
    return Pattern.compile(begins + "\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(Files.readString(CODE.resolve(file))).results()
        .map(found -> found.group(1)).flatMap(text -> Arrays.stream(text.split("\\{[^}]*}", -1))).map(String::strip)
        .filter(part -> part.length() >= TOO_SHORT_TO_TELL).toList();
  }

  private void heard(RemediationBench bench) {
    bench.news.forEach(news -> said.add(news.said().text().text()));
  }

  private void allAreSaid(List<String> parts, int least) {
    assertThat(parts).hasSizeGreaterThanOrEqualTo(least)
        .allSatisfy(part -> assertThat(said).as("nothing here provokes: %s", part).anyMatch(text -> text.contains(part)));
  }

  @Test
  void ordersThatAreNotTakenHearWhy() throws IOException {
    RemediationBench bench = new RemediationBench();
    bench.raise();
    bench.undo("00000000", "ann");
    bench.order(Order.Kind.BACK, bench.lease().id(), "ann");
    bench.clock.advance(Duration.ofMinutes(16));
    bench.sweep();
    bench.aurora.status("backing-up");
    bench.undo(bench.lease().id(), "ann");
    bench.order(Order.Kind.KEEP, bench.lease().id(), "bob");
    bench.sweep();
    heard(bench);

    RemediationBench lost = new RemediationBench();
    lost.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? Fate.TIMEOUT_BEFORE : Fate.GO);
    lost.raise();
    lost.undo(lost.head().change().orElseThrow().plan().planId(), "ann");
    lost.sweepFor(Duration.ofMinutes(6));
    heard(lost);

    // As it stands where its lease was closed by a writer that knew nothing of it.
    RemediationBench alone = new RemediationBench();
    alone.raise();
    alone.order(Order.Kind.KEEP, alone.lease().id(), "ann");
    alone.sweepFor(Duration.ofMinutes(1));
    Order order = new Order(OperatorsTable.id(alone.clock.instant(), "late"), "ann", Order.Kind.BACK, "orders-db", "7b3f5148", "");
    assertThat(alone.ledger.write(alone.head().draft().order(new StandingOrder(order, alone.clock.instant(), ""), alone.clock.instant()),
        EntryKind.ORDERED, new EntryBody())).isInstanceOf(Ledger.Written.Done.class);
    alone.sweepFor(Duration.ofMinutes(1));
    heard(alone);

    RemediationBench forked = new RemediationBench();
    forked.raise();
    Table.Key last = new Table.Key("CHAIN#" + forked.head().resourceId(), String.format("%010d", forked.head().seq()));
    Table.Item entry = forked.table.get(last).orElseThrow();
    Map<String, String> altered = new HashMap<>(entry.texts());
    altered.put("hash", "f".repeat(64));
    forked.table.poke(new Table.Item(last, altered, entry.numbers()));
    forked.clock.advance(Duration.ofMinutes(1));
    forked.order(Order.Kind.BACK, forked.lease().id(), "ann");
    forked.sweep();
    assertThat(forked.head().fork()).isPresent();
    forked.operators.put(new Order(OperatorsTable.id(forked.clock.instant(), "look"), "ann", Order.Kind.CLEAR_FORK, "orders-db", "", ""));
    forked.sweep();
    heard(forked);

    allAreSaid(texts("remediation/OrderSteps.java", "Phrase\\.of"), 5);
  }

  @Test
  void proposalsThatAreVoidSayWhy() throws IOException {
    RemediationBench refused = proposed();
    refused.approve(hash(refused), false, "AROAANN");
    refused.sweep();
    heard(refused);

    RemediationBench agreed = proposed();
    agreed.approve(hash(agreed), true, "AROAANN");
    agreed.sweepFor(Duration.ofMinutes(3));
    heard(agreed);

    RemediationBench late = proposed();
    late.clock.advance(Duration.ofMinutes(15));
    late.sweep();
    heard(late);

    RemediationBench over = proposed();
    over.recorded(Optional.of(new IncidentLog.AlarmChange("orders-db-acu-high", over.clock.instant())), Report.State.RESOLVED);
    over.sweep();
    heard(over);

    RemediationBench moved = proposed();
    moved.aurora.tag("max-acu", "10");
    moved.sweep();
    heard(moved);

    RemediationBench changed = proposed();
    // As another machine leaves it that applied a change meanwhile.
    assertThat(changed.ledger.write(changed.head().draft().oneMoreChange(), EntryKind.APPLIED, new EntryBody()))
        .isInstanceOf(Ledger.Written.Done.class);
    changed.sweep();
    heard(changed);

    RemediationBench ordered = new RemediationBench();
    ordered.proposesAStep();
    ordered.aurora.status("backing-up");
    ordered.order(Order.Kind.BACK, ordered.lease().id(), "ann");
    ordered.sweep();
    heard(ordered);

    allAreSaid(texts("remediation/PendingSteps.java", "Phrase\\.of"), 5);
  }

  private static RemediationBench proposed() {
    RemediationBench bench = new RemediationBench();
    bench.aurora.tag("mode", "propose");
    assertThat(bench.raise().result()).isEqualTo(Result.PROPOSED);
    return bench;
  }

  private static String hash(RemediationBench bench) {
    return bench.head().pending().orElseThrow().plan().planHash();
  }

  @Test
  void itemsOfTheOperatorsTableThatAreNoneAreNamedWithWhatIsWrong() throws IOException {
    RemediationBench bench = new RemediationBench();
    InMemoryTable table = new InMemoryTable(bench.clock);
    OperatorsTable operators = new OperatorsTable(table, bench.clock);
    String id = OperatorsTable.id(bench.clock.instant(), "");
    List<Map<String, String>> wrong = List.of(
        Map.of("kind", "raise"), Map.of("kind", "back", "cluster", "orders-db", "target", "12", "stop", ""),
        Map.of("kind", "approve", "planHash", "12"),
        Map.of("kind", "silence", "cluster", "orders-db", "until", "2030-01-01T00:00:00Z", "why", ""));
    for (Map<String, String> texts : wrong) {
      table.put(new Table.Item(new Table.Key("ann", id + said.size()), texts, Map.of()), Table.Condition.NONE);
      said.add(id);
    }
    table.put(new Table.Item(new Table.Key("ann", "2x"), Map.of("kind", "back"), Map.of()), Table.Condition.NONE);
    table.put(new Table.Item(new Table.Key("ann", "not-at-all-a-moment-of-time"), Map.of("kind", "back"), Map.of()), Table.Condition.NONE);
    said.addAll(((Reading.Known<OperatorRecords>) operators.read()).value().refused());

    for (Map.Entry<String, Map<String, String>> each : Map.of(
        "STOP", Map.of("id", " ", "by", "ann", "at", "2026-11-24T10:15:30Z", "why", ""),
        "RUN", Map.of("lifts", "", "tableId", "t", "first", "yes", "by", "ann", "at", "2026-11-24T10:15:30Z", "why", "")).entrySet()) {
      InMemoryTable alone = new InMemoryTable(bench.clock);
      alone.put(new Table.Item(new Table.Key(each.getKey(), each.getKey()), each.getValue(), Map.of()), Table.Condition.NONE);
      OperatorsTable broken = new OperatorsTable(alone, bench.clock);
      said.add(((Reading.Unavailable<OperatorRecords>) broken.read()).reason());
      said.add(((Reading.Unavailable<KillSwitch>) broken.killSwitch("t")).reason());
    }

    allAreSaid(texts("ledger/OperatorsTable.java", "new Illegal(?:State|Argument)Exception"), 5);
  }

  @Test
  void whatIsRefusedByTheSwitchSaysWhichAndWhy() throws IOException {
    RemediationBench never = new RemediationBench();
    never.operators.put(new Run("", "another-table", false, "ann", never.clock.instant(), "of another"));
    said.add(never.raise().summary().text());
    KillSwitch nobody = ((Reading.Known<KillSwitch>) new OperatorsTable(new InMemoryTable(never.clock), never.clock).killSwitch("t"))
        .value();
    said.add(nobody.why());

    allAreSaid(Pattern.compile("Instant\\.EPOCH, \"([^\"]+)\"|allowed\\.at\\(\\), \"([^\"]+)\"")
        .matcher(Files.readString(CODE.resolve("ledger/KillSwitch.java"))).results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1)).toList(), 2);
  }
}
