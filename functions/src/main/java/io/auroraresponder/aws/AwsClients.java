package io.auroraresponder.aws;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.pi.PiClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The SDK clients of one process, built once.
 *
 * @param rds reads, with the SDK's standard retries
 * @param effects changes: retries off and one attempt of 8 s, one request on the wire, ever
 * @param network EC2, reads of security groups and subnets only
 * @param dynamoDb the ledger, retries off: a repeated put would meet its own item
 */
public record AwsClients(
    RdsClient rds, RdsClient effects, CloudWatchClient cloudWatch, PiClient insights, DynamoDbClient dynamoDb, SnsClient sns,
    Ec2Client network)
    implements AutoCloseable {

  /** A healthy endpoint in the same region accepts a connection within milliseconds. */
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** One try of a read. */
  private static final Duration READ_ATTEMPT = Duration.ofSeconds(5);

  /** A read with all its tries: well inside the 60 s of a runbook. */
  private static final Duration READ = Duration.ofSeconds(15);

  /** The only try of an effect. */
  static final Duration EFFECT = Duration.ofSeconds(8);

  /** The only try of a ledger call: items are small, and the caller reads back. */
  private static final Duration LEDGER = Duration.ofSeconds(3);

  /**
   * Builds all clients; credentials come from the SDK's default chain, in Lambda from the environment.
   *
   * @param region region code
   * @param endpoint in place of AWS, for the simulated account; the SDK's own {@code AWS_ENDPOINT_URL} works too
   */
  public static AwsClients of(String region, Optional<URI> endpoint) {
    Place place = new Place(Region.of(region), endpoint);
    ClientOverrideConfiguration reads =
        ClientOverrideConfiguration.builder()
            .retryStrategy(RetryMode.STANDARD)
            .apiCallAttemptTimeout(READ_ATTEMPT)
            .apiCallTimeout(READ)
            .build();
    SdkHttpClient readHttp = http(READ_ATTEMPT);
    return new AwsClients(
        place.in(RdsClient.builder().httpClient(readHttp), reads).build(),
        place.in(RdsClient.builder().httpClient(http(EFFECT)), once(EFFECT)).build(),
        place.in(CloudWatchClient.builder().httpClient(readHttp), reads).build(),
        place.in(PiClient.builder().httpClient(readHttp), reads).build(),
        place.in(DynamoDbClient.builder().httpClient(http(LEDGER)), once(LEDGER)).build(),
        place.in(SnsClient.builder().httpClient(readHttp), reads).build(),
        place.in(Ec2Client.builder().httpClient(readHttp), reads).build());
  }

  private record Place(Region region, Optional<URI> endpoint) {
    <B extends AwsClientBuilder<B, ?>> B in(B builder, ClientOverrideConfiguration configuration) {
      builder.region(region).overrideConfiguration(configuration);
      endpoint.ifPresent(builder::endpointOverride);
      return builder;
    }
  }

  private static ClientOverrideConfiguration once(Duration attempt) {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(AwsRetryStrategy.doNotRetry())
        .apiCallAttemptTimeout(attempt)
        .apiCallTimeout(attempt)
        .build();
  }

  private static SdkHttpClient http(Duration socket) {
    return UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(socket).build();
  }

  @Override
  public void close() {
    List.<SdkAutoCloseable>of(rds, effects, cloudWatch, insights, dynamoDb, sns, network).forEach(SdkAutoCloseable::close);
  }
}
