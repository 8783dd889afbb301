package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.database.SessionSql;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.database.StatementWords;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.Snapshot.Backend;

/** What is said about statements that sort and hash through temporary files. */
final class SpillWords {
  private SpillWords() {}

  static Phrase session(Probed probed, Backend one) {
    return SessionWords.of(probed, one).and("", SessionWords.holding(probed, one)).and(": ", StatementWords.of(probed, one.statement()));
  }

  static Advice cancel(Probed probed, Backend one) {
    return SessionSql.cancel(probed, one);
  }

  /** pg_stat_statements counts temporary blocks of 8 KiB (PostgreSQL manual). */
  static Advice find(Probed probed) {
    return new Advice(
        Phrase.of("Find the statements that write most temporary files; that reads statistics alone:"),
        Phrase.quoting("advice", probed.at(), "SELECT queryid, calls, temp_blks_written * 8 / 1024 AS temp_mib, left(query, 200) AS query "
            + "FROM pg_stat_statements ORDER BY temp_blks_written DESC LIMIT 5;"));
  }

  static Advice lasting(Probed probed) {
    return new Advice(
        Phrase.of("Give the statement an index for its order; else more work_mem for its role alone, by the command that this prints. Each "
            + "sort of each session may take that much memory, so not for all roles:"),
        Phrase.quoting("advice", probed.at(), "SELECT format('ALTER ROLE %I SET work_mem = ''64MB'';', r.rolname) AS run, "
            + "sum(s.temp_blks_written) * 8 / 1024 AS temp_mib FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid "
            + "GROUP BY 1 ORDER BY 2 DESC LIMIT 3;"));
  }
}
