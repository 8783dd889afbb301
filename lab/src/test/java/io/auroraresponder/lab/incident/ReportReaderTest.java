package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.MailText;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportReaderTest {
  static List<Path> goldenReports() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../functions/src/test/resources/golden"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("goldenReports")
  void readsWhatWasWritten(Path file) throws IOException {
    JsonObject written = JsonParser.parseString(Files.readString(file)).getAsJsonObject();

    Report read = ReportReader.of(written);

    JsonObject again = ReportJson.tree(read);
    assertThat(again.remove("responder").getAsString()).isNotEmpty();
    assertThat(again).isEqualTo(written);
    Path mail = Path.of(file.toString().replace(".json", ".txt"));
    assertThat(MailText.of(Notification.of(read), Optional.empty()).whole()).isEqualTo(Files.readString(mail));
  }

  @Test
  void findsGoldenReportsWithAndWithoutAPlan() throws IOException {
    assertThat(goldenReports()).hasSizeGreaterThan(5);
  }

  @Test
  void refusesWhatIsNoReport() {
    assertThatThrownBy(() -> ReportReader.of(new JsonObject())).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected a report");
  }
}
