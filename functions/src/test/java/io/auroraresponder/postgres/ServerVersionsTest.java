package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One whole look at each major version below the newest, which all other tests use: with and without the extension, with and without
 * rights.
 */
final class ServerVersionsTest {
  private static final Path FOLDER = Path.of("target", "postgres-versions");

  @BeforeAll
  static void needsTheServers() {
    boolean there = Files.isDirectory(FOLDER);
    if (!there) {
      System.out.println("skipped: ServerVersionsTest needs PostgreSQL 13 to 16 in " + FOLDER + ", which the build gets on Linux x86_64");
    }
    Assumptions.assumeTrue(there);
  }

  static Stream<Path> servers() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return Stream.of(Path.of("none"));
    }
    try (Stream<Path> jars = Files.list(FOLDER)) {
      return jars.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void seesABlockerItsWaiterAndAllTheRest(Path jar) throws SQLException, IOException {
    TestServer server = TestServer.started(jar);
    try {
      String database = server.database();
      server.run(
          database, "CREATE TABLE stock (item int PRIMARY KEY, pieces int)", "INSERT INTO stock VALUES (1, 5)",
          "CREATE ROLE watching LOGIN IN ROLE pg_monitor",
          "CREATE ROLE stranger LOGIN", "CREATE SEQUENCE tickets", "ANALYZE");
      try (Actor holder = Actor.in(server, database, "postgres", "checkout").does("BEGIN", "UPDATE stock SET pieces = 4 WHERE item = 1");
          Actor waiter = Actor.in(server, database, "postgres", "history").begins("UPDATE stock SET pieces = 3 WHERE item = 1")
              .untilItWaitsForALock()) {
        Snapshot seen = seen(server, database, "watching");

        assertThat(seen.serverVersion()).startsWith(jar.getFileName().toString().replaceFirst(".*amd64-(\\d+)\\..*", "$1") + ".");
        // A quiet server reads too little to speak of a ratio, and 13 does not count evictions; nothing else may be missing on any version.
        assertThat(gaps(seen).keySet()).isSubsetOf(seen.serverVersion().startsWith("13.") ? Set.of("hitRatio", "evictions")
            : Set.of("hitRatio"));
        assertThat(Looks.known(seen.lockTrees())).singleElement().satisfies(tree -> {
          assertThat(tree.root().pid()).isEqualTo(holder.pid());
          assertThat(tree.blockedPids()).containsExactly(waiter.pid());
          assertThat(tree.longestWait()).isPositive();
        });
        assertThat(Looks.known(seen.idleInTransaction())).singleElement().satisfies(idle -> assertThat(idle.pid()).isEqualTo(holder.pid()));
        assertThat(Looks.known(seen.running())).singleElement().satisfies(running -> assertThat(running.statement()).doesNotContain("3"));
        assertThat(Looks.known(seen.connections()).hidden()).isZero();

        assertThat(Looks.known(seen(server, database, "stranger").connections()).hidden()).isPositive();
        assertThat(Looks.missing(seen(server, "postgres", "watching").statements())).contains("pg_stat_statements");
      }
    } finally {
      server.stop();
    }
  }

  private static Snapshot seen(TestServer server, String database, String login) {
    return Looks.seen(Looks.look(server.request(database, login).withHygiene(), Looks.quick(), Pause.real()));
  }

  /** Parts that could not be read, by name. */
  private static Map<String, String> gaps(Snapshot seen) {
    Map<String, String> gaps = new TreeMap<>();
    readings(seen).forEach((name, reading) -> {
      if (reading instanceof Reading.Unavailable<?> gap) {
        gaps.put(name, gap.reason());
      }
    });
    return gaps;
  }

  /** Every reading of a snapshot and of its hygiene. */
  private static Map<String, Reading<?>> readings(Record record) {
    Map<String, Reading<?>> all = new TreeMap<>();
    for (var component : record.getClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(record);
        if (value instanceof Reading<?> reading) {
          all.put(component.getName(), reading);
        }
        if (value instanceof Reading.Known<?> known && known.value() instanceof Record inner) {
          all.putAll(readings(inner));
        }
      } catch (ReflectiveOperationException impossible) {
        throw new LinkageError(component.getName(), impossible);
      }
    }
    return all;
  }
}
