package io.auroraresponder.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.Snapshot.Backend;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class GuardedSqlTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:15:30Z");
  private static final String START = "2026-11-24 09:58:01.22+00";

  @Test
  void guardsATerminationByPidStartAndBlocking() {
    Phrase sql = GuardedSql.terminate(backend(8123, START, "app"), GuardedSql.While.BLOCKING, AT);

    assertThat(sql.text()).isEqualTo("SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.pid = 8123 AND a.backend_start = '"
        + START
        + "' AND EXISTS (SELECT FROM pg_stat_activity w WHERE w.wait_event_type = 'Lock' AND a.pid = ANY (pg_blocking_pids(w.pid)));");
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
    assertThat(GuardedSql.terminate(backend(8123, START, "app"), GuardedSql.While.IDLE_IN_TRANSACTION, AT).text())
        .endsWith("AND a.state LIKE 'idle in transaction%';");
  }

  @Test
  void offersNothingWhereTheStartIsHiddenOrOdd() {
    assertThat(GuardedSql.terminate(backend(8123, "", "app"), GuardedSql.While.BLOCKING, AT)).isEqualTo(Phrase.EMPTY);
    assertThat(GuardedSql.terminate(backend(8123, "x' OR true --", "app"), GuardedSql.While.BLOCKING, AT)).isEqualTo(Phrase.EMPTY);
    assertThat(GuardedSql.terminate(backend(0, START, "app"), GuardedSql.While.BLOCKING, AT)).isEqualTo(Phrase.EMPTY);
  }

  @Test
  void quotesTheNameOfAPreparedTransaction() {
    assertThat(GuardedSql.rollbackPrepared(backend(0, START, "it's one"), AT).text()).isEqualTo("ROLLBACK PREPARED 'it''s one';");
    assertThat(GuardedSql.rollbackPrepared(backend(0, START, "a\\'b"), AT)).isEqualTo(Phrase.EMPTY);
    assertThat(GuardedSql.rollbackPrepared(backend(8123, START, "app"), AT)).isEqualTo(Phrase.EMPTY);
  }

  private static Backend backend(int pid, String start, String application) {
    return new Backend(pid, 0, start, "orders", "app", application, "local", "client backend", "active", "", "", Duration.ofMillis(90_900),
        Duration.ZERO, Duration.ZERO, false, 0, 0, "");
  }
}
