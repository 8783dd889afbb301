package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** cdk-nag's report: no finding without a reason in the code. */
final class NagTest {
  @Test
  void everyFindingIsMetOrHasItsReason() throws IOException {
    List<String> open = new ArrayList<>();
    List<Path> reports = reports();
    for (Path report : reports) {
      for (String row : Files.readAllLines(report)) {
        if (row.contains("\"Non-Compliant\"") || row.contains("\"UNKNOWN\"")) {
          open.add(report.getFileName() + ": " + row);
        }
      }
    }

    assertThat(reports).as("one report a stack").hasSameSizeAs(Templates.all().keySet());
    assertThat(open).isEmpty();
  }

  private static List<Path> reports() throws IOException {
    try (Stream<Path> files = Files.list(Templates.folder())) {
      return files.filter(file -> file.getFileName().toString().endsWith("NagReport.csv")).sorted().toList();
    }
  }
}
