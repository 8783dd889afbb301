package io.auroraresponder.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CausesCommandTest {
  private static final Path PAGES = Path.of("..", "docs", "runbooks");

  static Stream<CausesCommand.Row> rows() {
    return CausesCommand.rows().stream();
  }

  @Test
  void hasARowForEachCause() {
    assertThat(CausesCommand.rows()).hasSize(Cause.values().length - 1).extracting(CausesCommand.Row::word).doesNotHaveDuplicates()
        .contains("lock-pileup", "network-closed", "horizon-held", "encryption-key-unavailable", "cannot-pause", "unknown");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void leavesNoCellEmpty(CausesCommand.Row row) {
    assertThat(List.of(row.word(), row.page(), row.lever(), row.refused(), row.incidents())).as(row.word()).noneMatch(String::isBlank);
    assertThat(row.lever()).isNotEqualTo("none");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void namesAPlaceThatThePageHas(CausesCommand.Row row) throws IOException {
    int anchor = row.page().indexOf('#');

    assertThat(Files.readString(PAGES.resolve(row.page().substring(0, anchor))))
        .contains("<a id=\"" + row.page().substring(anchor + 1) + "\"></a>`" + row.word() + "`");
  }
}
