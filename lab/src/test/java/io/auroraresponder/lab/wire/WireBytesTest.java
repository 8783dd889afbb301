package io.auroraresponder.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.account.WorldFile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

class WireBytesTest {
  private static final WireFront FRONT =
      WireFront.of(
          new SimulatedAccount(WorldFile.parse("test.yaml", "clusters: {}\n"),
          SimulatedClock.standingAt(Instant.parse("2026-11-24T10:15:30Z"))),
          Functions.none());

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @AfterContainer
  static void closes() {
    FRONT.close();
  }

  @Provide
  Arbitrary<String> ways() {
    return Arbitraries.of("form", "json", "cbor", "invoke", "gzip", "none");
  }

  @Property(tries = 250, seed = "20261124")
  void isAnsweredAndIsNeverADefect(@ForAll @From("ways") String way, @ForAll byte[] bytes) throws IOException, InterruptedException {
    HttpRequest request =
        switch (way) {
          case "form" -> post("/", form(bytes), "Content-Type", "application/x-www-form-urlencoded");
          case "json" -> post("/", bytes, "X-Amz-Target", "DynamoDB_20120810.PutItem");
          case "gzip" -> post("/", bytes, "X-Amz-Target", "DynamoDB_20120810.PutItem", "Content-Encoding", "gzip");
          case "cbor" -> post("/service/GraniteServiceVersion20100801/operation/GetMetricData", bytes, "smithy-protocol", "rpc-v2-cbor");
          case "invoke" -> post("/2015-03-31/functions/nobody/invocations", bytes);
          default -> post("/any/path", bytes);
        };

    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isLessThan(500);
  }

  private static byte[] form(byte[] bytes) {
    return ("Action=DescribeEvents&Version=2014-10-31&" + new String(bytes, StandardCharsets.ISO_8859_1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static HttpRequest post(String path, byte[] body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(FRONT.endpoint().resolve(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    request.header("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDRAW/20261124/eu-west-1/any/aws4_request, Signature=x");
    return headers.length == 0 ? request.build() : request.headers(headers).build();
  }
}
