package io.auroraresponder.runbook.slowquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.runbook.Check;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/runbooks/slow-queries.md has a heading for every check and names every number. */
class SlowQueryPageTest {
  @Test
  void everyCheckHasItsHeadingAndEveryThresholdIsNamed() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "runbooks", "slow-queries.md"));
    List<String> checks = SlowQueryRunbook.checks(SlowQueryThresholds.defaults()).stream().map(Check::id).toList();
    List<String> names =
        Stream.of(SlowQueryThresholds.class, HygieneThresholds.class)
            .flatMap(type -> Arrays.stream(type.getRecordComponents()))
            .map(RecordComponent::getName)
            .toList();

    assertThat(checks).allSatisfy(check -> assertThat(page).contains("\n### " + check + "\n"));
    assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }
}
