package io.auroraresponder.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.database.HealthThresholds;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/runbooks/what-changed.md has the finding's anchor and names every number. */
class WhatChangedPageTest {
  @Test
  void theFindingHasItsAnchorAndEveryThresholdIsNamed() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "runbooks", "what-changed.md"));
    List<String> names = Arrays.stream(HealthThresholds.class.getRecordComponents()).map(RecordComponent::getName).toList();

    assertThat(page).contains("<a id=\"" + WhatChanged.ID + "\"></a>");
    assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }
}
