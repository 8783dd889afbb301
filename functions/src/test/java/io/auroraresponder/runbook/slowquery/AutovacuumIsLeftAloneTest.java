package io.auroraresponder.runbook.slowquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.database.DatabaseLook;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.probe.GuardedSql;
import io.auroraresponder.probe.GuardedSql.While;
import io.auroraresponder.probe.Hygiene.DeadRows;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever part a worker of autovacuum plays in a look, no check, rule or runbook tells anybody to end it. */
class AutovacuumIsLeftAloneTest {
  private static final int WORKER = 41;
  private static final Duration LONG = Duration.ofHours(2);

  private static Backend worker(String type, String state, String statement) {
    return new Backend(
        WORKER, 0, "2026-11-24 09:00:00.12+00", "orders", "", "", "", type, state, "", "", LONG, LONG, LONG, true, 900_000_000, 77,
        statement);
  }

  private static SlowQueryScene scene(Backend worker, boolean againstWraparound) {
    ActiveSession load = new ActiveSession(WORKER, 0, worker.backendType(), "orders", "", "", "", "", 77, LONG);
    Backend ddl = SlowQueryScene.backend(66, "active", "Lock", "relation", Duration.ofMinutes(4));
    DeadRows dead = new DeadRows(HygieneScene.name("public.stock"), 1_000, 900_000, 5_000, false, false, WORKER);
    return new SlowQueryScene()
        .every(load, load)
        .running(worker, ddl)
        .idle(worker)
        .trees(SlowQueryScene.tree(worker, 9, LONG), SlowQueryScene.tree(worker, 7, LONG, true, ddl, worker),
            SlowQueryScene.tree(SlowQueryScene.backend(55, "idle in transaction", LONG), 6, LONG, true, worker))
        .horizon(SlowQueryScene.holder("session", Integer.toString(WORKER), 900_000_000, LONG))
        .maintenance(new MaintenanceWork(WORKER, "2026-11-24 09:00:00.12+00", "autovacuum", "orders", 16_400, "public.stock", "scan",
            40, againstWraparound, LONG))
        .hygiene(new HygieneScene().deadRows(dead));
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "autovacuum worker; active; autovacuum: VACUUM sales.stock (to prevent wraparound); true",
      "autovacuum worker; active; autovacuum: VACUUM sales.stock; false",
      "autovacuum worker; active; autovacuum: ANALYZE sales.stock; false",
      "autovacuum worker; ''; ''; true",
      "autovacuum worker; idle in transaction; ''; true",
      "autovacuum worker; idle; ''; false",
      "autovacuum launcher; ''; ''; false"})
  void noCheckAndNoRuleTellsAnybodyToEndIt(String type, String state, String statement, boolean againstWraparound) {
    SlowQueryEvidence evidence = scene(worker(type, state, statement), againstWraparound).evidence();
    List<Advice> all = new ArrayList<>();
    List<Advice> ofRules = new ArrayList<>();
    for (Check<SlowQueryEvidence> check : SlowQueryRunbook.checks()) {
      if (check.examine(evidence) instanceof CheckResult.Found found) {
        found.findings().forEach(finding -> all.addAll(finding.advice()));
      }
    }
    for (CauseRule<DatabaseLook> rule : SlowQueryRunbook.causes()) {
      rule.suspect(evidence.database()).map(Explanation::advice).ifPresent(ofRules::addAll);
    }

    assertThat(all).as("checks that advise").hasSizeGreaterThan(5);
    assertThat(ofRules).as("rules that advise").hasSizeGreaterThan(2);
    assertThat(Stream.concat(all.stream(), ofRules.stream()).map(advice -> advice.command().text()).toList())
        .anyMatch(command -> command.contains("a.pid = 66"))
        .noneMatch(command -> command.contains("a.pid = " + WORKER));
    assertThat(Stream.concat(all.stream(), ofRules.stream())
        .filter(advice -> advice.command().isEmpty() || advice.command().text().contains("_backend("))
        .filter(advice -> !advice.command().text().contains("a.pid = 66") && !advice.command().text().contains("a.pid = 55"))
        .map(advice -> advice.text().text()).toList())
        .noneMatch(text -> text.matches("(?is)(?:end|cancel|stop|terminate|kill)\\b.*"))
        .noneMatch(text -> text.contains("or stop it"));
  }

  @Test
  void noCommandIsMadeOfItWhateverTheTrouble() {
    for (String type : List.of("autovacuum worker", "autovacuum launcher")) {
      Backend worker = worker(type, "idle in transaction", "");
      for (While trouble : While.values()) {
        assertThat(GuardedSql.cancel(worker, trouble, Instant.EPOCH).isEmpty()).isTrue();
        assertThat(GuardedSql.terminateIdle(worker, trouble, Instant.EPOCH).isEmpty()).isTrue();
      }
    }
    assertThat(GuardedSql.terminateLongIdle(Instant.EPOCH).text()).contains("a.backend_type = 'client backend'");
  }

  /** One class makes the commands that end a session or its statement, so that what it refuses nobody else advises. */
  @Test
  void nobodyElseMakesSuchCommands() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")).filter(AutovacuumIsLeftAloneTest::endsSessions)
          .map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("GuardedSql.java", "Effect.java", "Notification.java", "Unactionable.java");
    }
  }

  private static boolean endsSessions(Path file) {
    try {
      String text = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*", "");
      return text.matches("(?s).*pg_.{0,4}(?:cancel|terminate).{0,12}backend.*");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
