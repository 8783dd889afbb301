package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BundledIncidentsTest {
  static Stream<String> names() {
    return BundledIncidents.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isWholeAndItsWorldCanBeRead(String name) {
    IncidentFile file = BundledIncidents.named(name);

    assertThat(file.isExpected()).isTrue();
    assertThat(file.script().name()).isEqualTo(name);
    assertThat(file.script().world().clusters()).isNotEmpty();
    assertThat(file.script().story()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void namesNoCauseInWhatTheRunMayKnow(String name) {
    Script script = BundledIncidents.named(name).script();
    List<String> words =
        Stream.concat(Arrays.stream(Cause.values()).map(Cause::word), Arrays.stream(Condition.values()).map(Condition::word))
            .filter(word -> word.contains("-"))
            .toList();

    assertThat(words).noneMatch(word -> script.event().contains(word) || script.database().toString().contains(word));
  }

  /** They are played by name: what they expect takes a look into every database that has work. */
  @Test
  void hasIncidentsWhoseTroubleIsNotInTheFirstDatabase() throws IOException {
    List<IncidentFile> files;
    try (Stream<Path> paths = Files.list(Path.of("src", "main", "resources", "incidents", "second-database"))) {
      files = paths.sorted().map(IncidentFile::read).toList();
    }

    assertThat(files).hasSizeGreaterThanOrEqualTo(3).allMatch(IncidentFile::isExpected);
    assertThat(files).allSatisfy(file -> assertThat(file.script().database())
        .isInstanceOfSatisfying(Script.Database.Real.class, real -> {
          assertThat(real.first()).isEqualTo("postgres");
          assertThat(real.workloads()).hasSizeGreaterThan(1);
        }));
  }

  @Test
  void coversEveryCauseThatCanBeFound() {
    List<String> expected = names().flatMap(name -> BundledIncidents.named(name).expectation().first().cause().stream()).toList();

    assertThat(expected)
        .containsAll(Arrays.stream(Cause.values()).filter(cause -> cause != Cause.NONE).map(Cause::word).toList());
  }

  @ParameterizedTest
  @MethodSource("names")
  void expectsACauseAHeadlineAndASeverity(String name) {
    Expectation.Answer first = BundledIncidents.named(name).expectation().first();

    assertThat(first.cause()).as(name + ": cause").isPresent();
    assertThat(first.says().severity()).as(name + ": severity").isPresent();
    assertThat(first.says().headline()).as(name + ": headline").isNotEmpty();
  }
}
