package io.auroraresponder.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.auroraresponder.response.SignalBench;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RunbookFunctionTest {
  private final SignalBench bench = new SignalBench();
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

  private void handle(String event) throws IOException {
    new RunbookFunction(bench.built(), DeepCheckTest.of(bench.remediation, (request, deadline) ->
        new io.auroraresponder.probe.Look.NotTried("no probe")), "") {}
        .handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, new LambdaContext());
  }

  @Test
  void answersEverySignalAsJson() throws IOException {
    handle(SignalBench.alarm("orders-db", "ALARM", bench.now()));

    var json = JsonParser.parseString(answer.toString(StandardCharsets.UTF_8)).getAsJsonObject();
    assertThat(json.getAsJsonArray("handled").get(0).getAsJsonObject().get("result").getAsString()).isEqualTo("reported");
    assertThat(json.getAsJsonArray("batchItemFailures")).isEmpty();
  }

  @Test
  void answersBytesThatAreNoJson() throws IOException {
    handle("\u0000 not json");

    assertThat(answer.toString(StandardCharsets.UTF_8)).contains("rejected");
  }

  @Test
  void failsTheInvocationWhereASignalCouldNeitherBeHandledNorRecorded() {
    bench.refusedMessages = 1;

    assertThatThrownBy(() -> handle(SignalBench.alarm("orders-db", "ALARM", bench.now()))).isInstanceOf(IllegalStateException.class);
  }
}
