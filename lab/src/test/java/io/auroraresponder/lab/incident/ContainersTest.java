package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.lambda.Answer;
import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.lambda.log.LogOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One decision code: the deployed jar under Lambda's runtime interface client gives the reports that this process gives. */
class ContainersTest {
  private static final Path JAR = Path.of("..", "functions", "target", "functions-deploy.jar");
  private static final Path EVENTS = Path.of("..", "events");

  @BeforeAll
  static void needsTheJar() {
    LogOutput.redirect(OutputStream.nullOutputStream());
    boolean usable = Files.isRegularFile(JAR) && System.getProperty("os.name", "").equals("Linux");
    if (!usable) {
      System.out.println("skipped: ContainersTest needs Linux and " + JAR + ", which mvn package makes");
    }
    Assumptions.assumeTrue(usable);
  }

  /** Without what differs by its nature: durations, and why nobody looked into a database that is not there. */
  private static JsonElement comparable(Answer answer) {
    String text = answer.json().replaceAll("no database stands behind [a-z0-9-]+ in this simulated account: not connected", "NOT LOOKED INTO");
    JsonObject json = JsonParser.parseString(text.replace("no probe is deployed: the checks inside the database need one in the cluster's VPC", "NOT LOOKED INTO")).getAsJsonObject();
    for (JsonElement one : json.getAsJsonArray("handled")) {
      JsonObject report = one.getAsJsonObject().getAsJsonObject("report");
      if (report != null) {
        report.getAsJsonObject("timing").remove("millis");
      }
    }
    return json;
  }

  @ParameterizedTest
  @ValueSource(strings = {"eventbridge-alarm-metric", "sqs-batch", "backup-job", "sns-rds-event"})
  void givesTheSameReportAsInThisProcess(String name) throws IOException {
    String event = Files.readString(EVENTS.resolve(name + ".json"));
    Answer here;
    try (Invocation invocation = Invocation.in(EventSetting.around(event))) {
      here = invocation.deliver(event, Caller.any("lab-1"));
    }
    try (Containers containers = Containers.in(EventSetting.around(event), JAR)) {
      Answer there = containers.deliver(event, Caller.any("lab-1"));

      assertThat(comparable(there)).isEqualTo(comparable(here));
      assertThat(containers.published()).hasSize(here.reports().size());
      assertThat(containers.started()).isNotEmpty();
      assertThat(rehearsals(containers)).as("each container's function was rehearsed before its snapshot").isEqualTo(containers.started().size());
    }
  }

  private static long rehearsals(Containers containers) {
    return Arrays.stream(DeployedFunction.values())
        .filter(function -> containers.log(function).stream().anyMatch(line -> line.contains("rehearsed before the snapshot")))
        .count();
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> Containers.in(EventSetting.around("{\"cluster\":\"orders-db\"}"), Path.of("none.jar")))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("none.jar");
  }
}
