package io.auroraresponder.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Inputs that a coverage-guided fuzzer found, and a search for more of them.
 *
 * <p>The search lasts {@code fuzz.seconds} in all, 60 unless set ({@code mvn verify -Pfuzz}: an hour). An input that breaks a law is
 * shown with its place in {@code target/fuzz/found}: put into the target's folder of seeds it is tried by every build.
 */
final class FuzzTest {
  private static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");
  private static final Path JAZZER = Path.of("target", "fuzz");
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 60);
  /** A build goes about the same way each time; 0, which the long search of the profile has, is another way each time. */
  private static final int SEED = Integer.getInteger("fuzz.seed", 1);

  @ParameterizedTest
  @EnumSource
  void everySeedKeepsTheLaws(Target target) throws IOException {
    int tried = 0;
    for (Path folder : folders(target)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path seed : files.filter(Files::isRegularFile).sorted().toList()) {
          try {
            target.take(Files.readAllBytes(seed));
          } catch (RuntimeException | AssertionError broken) {
            throw new AssertionError(seed + ": " + broken.getMessage(), broken);
          }
          tried++;
        }
      }
    }
    assertThat(tried).as("seeds of " + target).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsFoundThatBreaksALaw(Target target, @TempDir Path corpus) throws IOException, InterruptedException {
    List<Path> jazzer = jars();
    if (jazzer.isEmpty()) {
      System.out.println("skipped: FuzzTest needs Jazzer in " + JAZZER + ", which the build gets");
    }
    Assumptions.assumeFalse(jazzer.isEmpty());
    boolean whole = Arrays.stream(classPath().split(File.pathSeparator, -1)).map(Path::of).anyMatch(here()::equals);
    if (!whole) {
      System.out.println("skipped: FuzzTest needs the class path of the tests in a system property, which the build sets");
    }
    Assumptions.assumeTrue(whole);
    Path found = Files.createDirectories(JAZZER.resolve("found"));
    Path log = JAZZER.resolve(target.id() + ".log");

    Process process = new ProcessBuilder(command(target, jazzer, corpus, found)).redirectErrorStream(true).redirectOutput(log.toFile())
        .start();
    int exit = process.waitFor();

    assertThat(exit).as(() -> ended(log)).isZero();
  }

  private static List<String> command(Target target, List<Path> jazzer, Path corpus, Path found) throws IOException {
    List<String> jars = jazzer.stream().map(Path::toString).toList();
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx512m",
        "-XX:+EnableDynamicAgentLoading", "-Dfuzz.target=" + target.name(), "-cp",
        classPath() + File.pathSeparator + String.join(File.pathSeparator, jars),
        "com.code_intelligence.jazzer.Jazzer", "--target_class=" + Target.Entry.class.getName(),
        "--instrumentation_includes=io.auroraresponder.**", "--reproducer_path=" + corpus,
        "-artifact_prefix=" + found + "/" + target.id() + "-",
        "-seed=" + SEED, "-max_total_time=" + Math.max(1, SECONDS / Target.values().length), "-timeout=60", "-rss_limit_mb=2048",
        "-max_len=8192",
        "-print_final_stats=1", Files.createDirectories(corpus.resolve("new")).toString()));
    for (Path folder : folders(target)) {
      command.add(folder.toString());
    }
    return command;
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static Path here() {
    return Path.of(URI.create(Target.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static List<Path> folders(Target target) {
    return Stream.concat(Stream.of(SEEDS.resolve(target.id())), target.moreSeeds().stream().map(Path::of)).toList();
  }

  private static List<Path> jars() throws IOException {
    if (!Files.isDirectory(JAZZER)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(JAZZER)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static String ended(Path log) {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException unreadable) {
      return "no log: " + unreadable.getMessage();
    }
  }
}
