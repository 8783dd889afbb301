package io.auroraresponder.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.Snapshot.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardedSqlTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:15:30Z");
  private static final String START = "2026-11-24 09:58:01.22+00";
  private static final Pattern SQL_FOR_PEOPLE = Pattern.compile("pg_cancel_backend|pg_terminate_backend|(ROLLBACK|COMMIT) PREPARED '");

  @Test
  void guardsATerminationByPidStartAndBlocking() {
    Phrase sql = GuardedSql.terminateIdle(backend(8123, START, "app"), GuardedSql.While.BLOCKING, AT);

    assertThat(sql.text()).isEqualTo("SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.pid = 8123 AND a.backend_start = '"
        + START
        + "' AND a.state LIKE 'idle in transaction%' AND EXISTS (SELECT FROM pg_stat_activity w WHERE w.wait_event_type = 'Lock' AND "
        + "a.pid = ANY (pg_blocking_pids(w.pid)));");
    assertThat(sql.facts()).containsExactly(Fact.count("sql/blocking_sessions.sql", AT, 8123, ""),
        Fact.word("sql/blocking_sessions.sql", AT, START));
  }

  @Test
  void guardsACancellationByTheAgeThatTheStatementHadAlready() {
    Phrase sql = GuardedSql.cancel(backend(8123, START, "app"), GuardedSql.While.RUNNING_SAME_STATEMENT, AT);

    assertThat(sql.text()).endsWith("AND a.state = 'active' AND clock_timestamp() - a.query_start >= interval '90 seconds';");
    assertThat(sql.facts()).extracting(Fact::value).containsExactly("8123", START, "90");
  }

  @Test
  void guardsAnIdleTransactionByItsState() {
    assertThat(GuardedSql.terminateIdle(backend(8123, START, "app"), GuardedSql.While.IDLE_IN_TRANSACTION, AT).text())
        .endsWith("AND a.state LIKE 'idle in transaction%';");
  }

  @Test
  void offersNothingWhereTheStartIsHiddenOrOdd() {
    assertThat(GuardedSql.terminateIdle(backend(8123, "", "app"), GuardedSql.While.BLOCKING, AT)).isEqualTo(Phrase.EMPTY);
    assertThat(GuardedSql.terminateIdle(backend(8123, "x' OR true --", "app"), GuardedSql.While.BLOCKING, AT)).isEqualTo(Phrase.EMPTY);
    assertThat(GuardedSql.terminateIdle(backend(0, START, "app"), GuardedSql.While.BLOCKING, AT)).isEqualTo(Phrase.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"autovacuum worker", "autovacuum launcher"})
  void offersNothingAgainstAutovacuum(String type) {
    Backend vacuum = backend(8123, START, "", type);

    assertThat(GuardedSql.While.values()).allSatisfy(condition -> {
      assertThat(GuardedSql.cancel(vacuum, condition, AT)).isEqualTo(Phrase.EMPTY);
      assertThat(GuardedSql.terminateIdle(vacuum, condition, AT)).isEqualTo(Phrase.EMPTY);
    });
  }

  /** A second place that writes such SQL is a second set of guards, and one of the two is weaker. Effect recognises it and writes none. */
  @Test
  void isTheOnlyPlaceThatWritesSuchSql() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      assertThat(files.filter(Files::isRegularFile).filter(GuardedSqlTest::writesSql).map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("Effect.java", "GuardedSql.java");
    }
  }

  private static boolean writesSql(Path file) {
    try {
      return SQL_FOR_PEOPLE.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void quotesTheNameOfAPreparedTransaction() {
    assertThat(GuardedSql.rollbackPrepared(backend(0, START, "it's one"), AT).text()).isEqualTo("ROLLBACK PREPARED 'it''s one';");
    assertThat(GuardedSql.rollbackPrepared(backend(0, START, "a\\'b"), AT)).isEqualTo(Phrase.EMPTY);
    assertThat(GuardedSql.rollbackPrepared(backend(8123, START, "app"), AT)).isEqualTo(Phrase.EMPTY);
  }

  private static Backend backend(int pid, String start, String application) {
    return backend(pid, start, application, "client backend");
  }

  private static Backend backend(int pid, String start, String application, String type) {
    return new Backend(pid, 0, start, "orders", "app", application, "local", type, "active", "", "", Duration.ofMillis(90_900),
        Duration.ZERO, Duration.ZERO, false, 0, 0, "");
  }
}
