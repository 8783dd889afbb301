package io.auroraresponder.runbook.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.runbook.Check;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/runbooks/capacity.md has an anchor for everything that a message can refer to, and names every number. */
class CapacityRunbookPageTest {
  @Test
  void everyCheckCauseAndConditionHasItsAnchor() {
    List<String> anchors = new ArrayList<>();
    CapacityRunbook.checks(CapacityThresholds.defaults()).stream().map(Check::id).forEach(anchors::add);
    CapacityRunbook.causes().stream().map(rule -> rule.cause().word()).forEach(anchors::add);
    anchors.add(Cause.UNKNOWN.word());
    Arrays.stream(Condition.values()).map(Condition::word).forEach(anchors::add);

    String page = page();

    assertThat(anchors).allSatisfy(anchor -> assertThat(page).contains("<a id=\"" + anchor + "\"></a>"));
  }

  @Test
  void everyThresholdIsNamed() {
    List<String> names = Arrays.stream(CapacityThresholds.class.getRecordComponents()).map(RecordComponent::getName).toList();

    String page = page();

    assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  private static String page() {
    Path root = Path.of("").toAbsolutePath();
    Path page = root.resolve("docs/runbooks/capacity.md");
    try {
      return Files.readString(Files.exists(page) ? page : root.resolve("..").resolve("docs/runbooks/capacity.md"));
    } catch (IOException missing) {
      throw new IllegalStateException("docs/runbooks/capacity.md cannot be read from " + root, missing);
    }
  }
}
