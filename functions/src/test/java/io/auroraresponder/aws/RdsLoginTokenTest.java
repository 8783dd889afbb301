package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.probe.ProbeRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

class RdsLoginTokenTest {
  private static final ProbeRequest REQUEST =
      new ProbeRequest("orders-db-1.abc.eu-west-1.rds.amazonaws.com", 5433, "orders", "responder", "orders-db-1", "eu-west-1");
  private static final AwsSessionCredentials CREDENTIALS = AwsSessionCredentials.create("AKIDEXAMPLE", "hunter2secret", "session-token");

  @Test
  void isMadeForThisHostPortUserAndRegionAndFor15Minutes() {
    String token = new RdsLoginToken(() -> CREDENTIALS).apply(REQUEST);

    URI read = URI.create("https://" + token);
    assertThat(read.getHost()).isEqualTo("orders-db-1.abc.eu-west-1.rds.amazonaws.com");
    assertThat(read.getPort()).isEqualTo(5433);
    assertThat(parts(read)).containsEntry("DBUser", "responder").containsEntry("Action", "connect").containsEntry("X-Amz-Expires", "900")
        .containsEntry("X-Amz-Security-Token", "session-token").containsKey("X-Amz-Signature");
    assertThat(parts(read).get("X-Amz-Credential")).startsWith("AKIDEXAMPLE/").endsWith("/eu-west-1/rds-db/aws4_request");
    assertThat(token).doesNotContain("hunter2");
  }

  @Test
  void isSignedAnewForEveryConnectionWithTheCredentialsOfThatMoment() {
    AtomicInteger asked = new AtomicInteger();
    RdsLoginToken token = new RdsLoginToken(() -> AwsSessionCredentials.create("AKID" + asked.incrementAndGet(), "hunter2secret", "t"));

    String first = token.apply(REQUEST);
    String second = token.apply(REQUEST);

    assertThat(first).contains("AKID1").doesNotContain("AKID2");
    assertThat(second).contains("AKID2");
  }

  @Test
  void saysThatThereAreNoCredentialsAndNothingOfThem() {
    RdsLoginToken token =
        new RdsLoginToken(
            () -> {
              throw SdkClientException.create("hunter2secret is expired");
            });

    assertThatThrownBy(() -> token.apply(REQUEST)).isInstanceOf(DependencyException.class)
        .satisfies(error -> assertThat(error.getMessage()).contains("no credentials").doesNotContain("hunter2"));
  }

  private static Map<String, String> parts(URI token) {
    return Arrays.stream(token.getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }
}
