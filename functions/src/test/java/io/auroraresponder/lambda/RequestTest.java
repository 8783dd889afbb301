package io.auroraresponder.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The few commands of our own among all that reaches a function. */
final class RequestTest {
  private static Request read(String event) {
    return Request.besideSignals(event.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aRequestToResumeCarriesAKeyAndNothingElse() {
    assertThat(read(Request.toResume("orders-db")).resumed()).contains("orders-db");
    assertThat(read("{\"resume\":7}").resumed()).isEmpty();
    assertThat(read("{\"resume\":\" \"}").resumed()).isEmpty();
    assertThat(read("{\"resume\":\"a\",\"cluster\":\"b\"}").resumed()).isEmpty();
    assertThat(read("nothing").resumed()).isEmpty();
  }

  @Test
  void onlyADeepSelfCheckOfAClusterIsOne() {
    assertThat(read("{\"selfcheck\":\"deep\",\"cluster\":\"orders-db\"}").deeplyChecked()).contains("orders-db");
    assertThat(read("{\"selfcheck\":true}").deeplyChecked()).isEmpty();
    assertThat(read("{\"cluster\":\"orders-db\"}").deeplyChecked()).isEmpty();
    assertThat(read("no json").deeplyChecked()).isEmpty();
  }

  @Test
  void whatIsLongerThanACommandIsASignal() {
    String padded = Request.toResume("orders-db") + " ".repeat(2_000);

    assertThat(read(padded).resumed()).isEmpty();
    assertThat(Request.of(padded.getBytes(StandardCharsets.UTF_8)).resumed()).contains("orders-db");
  }
}
