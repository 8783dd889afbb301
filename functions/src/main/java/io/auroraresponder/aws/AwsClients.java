package io.auroraresponder.aws;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
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
 * The SDK clients of one process, each built when it is first needed, once: loading the classes of one takes longer than most calls, and
 * no function needs all of them.
 *
 * @param rds reads, with the SDK's standard retries
 * @param effects changes: retries off and one attempt of 8 s, one request on the wire, ever
 * @param network EC2, reads of security groups and subnets only
 * @param dynamoDb the ledger, retries off: a repeated put would meet its own item
 */
public record AwsClients(
    Lazy<RdsClient> rds, Lazy<RdsClient> effects, Lazy<CloudWatchClient> cloudWatch, Lazy<PiClient> insights,
    Lazy<DynamoDbClient> dynamoDb, Lazy<SnsClient> sns, Lazy<Ec2Client> network)
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

  private static final ServiceAnswers ANSWERS = new ServiceAnswers();

  /**
   * Clients of AWS; credentials come from the SDK's default chain, in Lambda from the environment.
   *
   * @param region region code
   * @param endpoint in place of AWS, for the simulated account; the SDK's own {@code AWS_ENDPOINT_URL} works too
   */
  public static AwsClients of(String region, Optional<URI> endpoint) {
    Place place = new Place(region, endpoint);
    // Classes and no lambdas: see Lazy.of.
    return new AwsClients(
        new Lazy<>() {
          @Override
          protected RdsClient make() {
            return place.reading(RdsClient.builder()).build();
          }
        },
        new Lazy<>() {
          @Override
          protected RdsClient make() {
            return place.once(RdsClient.builder(), EFFECT).build();
          }
        },
        new Lazy<>() {
          @Override
          protected CloudWatchClient make() {
            return place.reading(CloudWatchClient.builder()).build();
          }
        },
        new Lazy<>() {
          @Override
          protected PiClient make() {
            return place.reading(PiClient.builder()).build();
          }
        },
        new Lazy<>() {
          @Override
          protected DynamoDbClient make() {
            return place.once(DynamoDbClient.builder(), LEDGER).build();
          }
        },
        new Lazy<>() {
          @Override
          protected SnsClient make() {
            return place.reading(SnsClient.builder()).build();
          }
        },
        new Lazy<>() {
          @Override
          protected Ec2Client make() {
            return place.reading(Ec2Client.builder()).build();
          }
        });
  }

  /** Where the clients of a process send to. */
  record Place(String region, Optional<URI> endpoint) {
    <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> B reading(B builder) {
      ClientOverrideConfiguration reads =
          ClientOverrideConfiguration.builder()
              .retryStrategy(RetryMode.STANDARD)
              .apiCallAttemptTimeout(READ_ATTEMPT)
              .apiCallTimeout(READ)
              .addExecutionInterceptor(ANSWERS)
              .build();
      return in(builder.httpClient(http(READ_ATTEMPT)), reads);
    }

    <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> B once(B builder, Duration attempt) {
      ClientOverrideConfiguration tried =
          ClientOverrideConfiguration.builder()
              .retryStrategy(AwsRetryStrategy.doNotRetry())
              .apiCallAttemptTimeout(attempt)
              .apiCallTimeout(attempt)
              .addExecutionInterceptor(ANSWERS)
              .build();
      return in(builder.httpClient(http(attempt)), tried);
    }

    private <B extends AwsClientBuilder<B, ?>> B in(B builder, ClientOverrideConfiguration configuration) {
      builder.region(Region.of(region)).overrideConfiguration(configuration);
      endpoint.ifPresent(builder::endpointOverride);
      return builder;
    }
  }

  private static SdkHttpClient http(Duration socket) {
    return UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(socket).build();
  }

  @Override
  public void close() {
    List.<Lazy<? extends SdkAutoCloseable>>of(rds, effects, cloudWatch, insights, dynamoDb, sns, network)
        .forEach(client -> client.ifMade(SdkAutoCloseable::close));
  }
}
