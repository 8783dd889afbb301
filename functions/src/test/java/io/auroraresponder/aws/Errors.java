package io.auroraresponder.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Service errors as the SDK would throw them, and a back-off that waits for nobody. */
final class Errors {
  private Errors() {}

  /** Fills an exception of the SDK with code and status. */
  static AwsServiceException filled(AwsServiceException.Builder builder, String code, int status) {
    builder.statusCode(status);
    builder.awsErrorDetails(
        AwsErrorDetails.builder()
            .errorCode(code)
            .errorMessage("because of " + code)
            .serviceName("Fake")
            .sdkHttpResponse(SdkHttpResponse.builder().statusCode(status).build())
            .build());
    return builder.build();
  }

  /** Three attempts; the pauses it would have made are noted. */
  static Backoff backoff(List<Duration> pauses) {
    return new Backoff(3, Duration.ofMillis(400), new Random(7), pauses::add);
  }

  static Backoff backoff() {
    return backoff(new ArrayList<>());
  }
}
