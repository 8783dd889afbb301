package io.auroraresponder.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RunbookFunctionTest {
  private final ReceptionBench bench = new ReceptionBench();
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

  private void handle(String event) throws IOException {
    new RunbookFunction(bench.built(), "").handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, new Invocation());
  }

  @Test
  void answersEverySignalAsJson() throws IOException {
    handle(ReceptionBench.alarm("orders-db", "ALARM", bench.now()));

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

    assertThatThrownBy(() -> handle(ReceptionBench.alarm("orders-db", "ALARM", bench.now()))).isInstanceOf(IllegalStateException.class);
  }

  /** Only what the function asks for. */
  private static final class Invocation implements Context {
    @Override
    public String getAwsRequestId() {
      return "request-1";
    }

    @Override
    public String getLogGroupName() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getLogStreamName() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getFunctionName() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getFunctionVersion() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getInvokedFunctionArn() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CognitoIdentity getIdentity() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ClientContext getClientContext() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int getRemainingTimeInMillis() {
      return 60_000;
    }

    @Override
    public int getMemoryLimitInMB() {
      throw new UnsupportedOperationException();
    }

    @Override
    public LambdaLogger getLogger() {
      throw new UnsupportedOperationException();
    }
  }
}
