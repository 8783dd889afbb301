package io.auroraresponder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A class's simple name means one thing: who reads it in a stack trace or an import need not ask which. */
final class SimpleNamesTest {
  private static final Path MAIN = Path.of("src", "main", "java");

  /**
   * What the probe brings of a database, and what a change's first read found; a snapshot as RDS means it, and what a step of a change is
   * decided from: no class ever sees both.
   */
  private static final Set<String> KEPT_APART = Set.of("Look.java", "ClusterSnapshot.java");

  private static Map<String, Set<String>> packagesByName() throws IOException {
    Map<String, Set<String>> packages = new TreeMap<>();
    try (Stream<Path> files = Files.walk(MAIN)) {
      files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
          .map(MAIN::relativize)
          .forEach(file -> packages.computeIfAbsent(file.getFileName().toString(), name -> new TreeSet<>())
              .add(String.valueOf(file.getParent()).replace('\\', '/')));
    }
    return packages;
  }

  /** Runbooks do not know each other: the name of a check is its public id in its runbook's report. */
  private static boolean isEachRunbooksOwn(Set<String> packages) {
    return packages.stream().allMatch(one -> one.startsWith("io/auroraresponder/runbook/"));
  }

  @Test
  void noneStandsTwice() throws IOException {
    Map<String, Set<String>> packages = packagesByName();
    assertThat(packages).hasSizeGreaterThan(400);

    packages.keySet().removeAll(KEPT_APART);
    packages.values().removeIf(all -> all.size() == 1 || isEachRunbooksOwn(all));

    assertThat(packages).isEmpty();
  }
}
