package io.auroraresponder.runbook.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.runbook.Check;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/runbooks/scaling.md has a heading for every check and names every number. */
class ScalingPageTest {
  @Test
  void everyCheckHasItsHeadingAndEveryThresholdIsNamed() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "runbooks", "scaling.md"));
    List<String> checks = ScalingRunbook.checks(ScalingThresholds.defaults()).stream().map(Check::id).toList();
    List<String> names = Arrays.stream(ScalingThresholds.class.getRecordComponents()).map(RecordComponent::getName).toList();

    assertThat(checks).allSatisfy(check -> assertThat(page).contains("\n### " + check + "\n"));
    assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }
}
