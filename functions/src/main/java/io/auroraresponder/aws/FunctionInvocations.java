package io.auroraresponder.aws;

import io.auroraresponder.incident.DependencyException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Invokes functions, one request on the wire each: whoever asks decides whether to ask again. */
public final class FunctionInvocations {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Longer than anybody waits for an answer: the time of a call ends it, not the socket. */
  private static final Duration SOCKET = Duration.ofSeconds(60);

  /** Handing over an event takes milliseconds. */
  private static final Duration HAND_OVER = Duration.ofSeconds(5);

  /** What Lambda answers where it has queued an event (Lambda API reference, Invoke). */
  private static final int ACCEPTED = 202;

  private final Supplier<LambdaClient> client;

  public FunctionInvocations(Supplier<LambdaClient> client) {
    this.client = client;
  }

  /**
   * With a client of its own, built when the first function is invoked.
   *
   * @param endpoint in place of AWS
   */
  public static FunctionInvocations of(String region, Optional<URI> endpoint) {
    Lazy<LambdaClient> client =
        new Lazy<>() {
          @Override
          protected LambdaClient make() {
            return client(region, endpoint);
          }
        };
    return new FunctionInvocations(client);
  }

  private static LambdaClient client(String region, Optional<URI> endpoint) {
    LambdaClientBuilder builder =
        LambdaClient.builder()
            .region(Region.of(region))
            .httpClient(UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SOCKET).build())
            .overrideConfiguration(configuration -> configuration.retryStrategy(AwsRetryStrategy.doNotRetry()));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /**
   * Waits for the answer.
   *
   * @param function name or ARN, with its alias
   * @throws DependencyException with the code {@code FunctionError} when the function failed, with an empty one when no answer came
   */
  public String ask(String function, String payload, Duration within) {
    InvokeResponse answer = invoke(function, payload, InvocationType.REQUEST_RESPONSE, within);
    if (answer.functionError() != null) {
      // What a failed function says may quote what it was given: it stays in that function's log.
      throw new DependencyException("lambda", "Invoke", "FunctionError", false, "the function failed; its log says why", null);
    }
    return answer.payload().asUtf8String();
  }

  /** Hands an event over and does not wait for what becomes of it. */
  public void send(String function, String payload) {
    InvokeResponse answer = invoke(function, payload, InvocationType.EVENT, HAND_OVER);
    if (answer.statusCode() != ACCEPTED) {
      throw new DependencyException("lambda", "Invoke", "", true, "the event was answered by " + answer.statusCode(), null);
    }
  }

  private InvokeResponse invoke(String function, String payload, InvocationType type, Duration within) {
    InvokeRequest request =
        InvokeRequest.builder()
            .functionName(function)
            .invocationType(type)
            .payload(SdkBytes.fromUtf8String(payload))
            .overrideConfiguration(configuration -> configuration.apiCallTimeout(within).apiCallAttemptTimeout(within))
            .build();
    try {
      return client.get().invoke(request);
    } catch (SdkException failure) {
      throw Failures.of("lambda", "Invoke", failure);
    }
  }
}
