package io.auroraresponder.aws;

import io.auroraresponder.observation.ServiceCall;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.pi.PiClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Plays one call of each service from request to answer, without a network and with nobody's credentials: so that the SDK's classes are
 * loaded and compiled before a snapshot is taken of the process, and not by the first alarm.
 *
 * <p>The clients of a rehearsal are its own and thrown away. Nothing of it is kept that could be old when the snapshot is used: no
 * connection, no address, no credentials, no time.
 */
public final class Rehearsal {
  /** Signs what is never sent. */
  public static final AwsCredentialsProvider NOBODY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("rehearsal", "rehearsal"));

  private static final String NAME = "rehearsal";
  private static final SdkBytes EMPTY_CBOR_MAP = SdkBytes.fromByteArray(new byte[] {(byte) 0xA0});

  private final Region region;

  public Rehearsal(String region) {
    this.region = Region.of(region);
  }

  /**
   * Plays one call of each service that is among these calls.
   *
   * @return the services that were played, as IAM names them
   */
  public Set<String> play(Set<ServiceCall> calls) {
    Set<String> services = new LinkedHashSet<>();
    calls.stream().map(call -> call.action().substring(0, call.action().indexOf(':'))).sorted().forEach(services::add);
    services.removeIf(service -> !played(service));
    prepareTls();
    return services;
  }

  private boolean played(String service) {
    switch (service) {
      case "rds" -> rds();
      case "cloudwatch" -> cloudWatch();
      case "dynamodb" -> dynamoDb();
      case "sns" -> sns();
      case "lambda" -> lambda();
      case "s3" -> s3();
      case "ec2" -> ec2();
      case "pi" -> insights();
      case "secretsmanager" -> secrets();
      case "events" -> events();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void rds() {
    try (RdsClient client = client(RdsClient.builder(), xml("<R><DescribeDBClustersResult/></R>"))) {
      client.describeDBClusters(request -> request.dbClusterIdentifier(NAME));
    }
  }

  private void cloudWatch() {
    Answer empty = new Answer(EMPTY_CBOR_MAP, Map.of("Content-Type", List.of("application/cbor"), "smithy-protocol",
        List.of("rpc-v2-cbor")));
    try (CloudWatchClient client = client(CloudWatchClient.builder(), empty)) {
      client.describeAlarms(request -> request.alarmNames(NAME));
    }
  }

  private void dynamoDb() {
    try (DynamoDbClient client = client(DynamoDbClient.builder(), json("{}"))) {
      client.getItem(request -> request.tableName(NAME).key(Map.of("pk", AttributeValue.fromS(NAME))).consistentRead(true));
    }
  }

  private void sns() {
    try (SnsClient client = client(SnsClient.builder(), xml("<R><PublishResult/></R>"))) {
      client.publish(request -> request.topicArn("arn:aws:sns:" + region.id() + ":111122223333:" + NAME).message(NAME));
    }
  }

  private void lambda() {
    try (LambdaClient client = client(LambdaClient.builder(), json("{}"))) {
      client.invoke(request -> request.functionName(NAME).payload(SdkBytes.fromUtf8String("{}")));
    }
  }

  private void s3() {
    try (S3Client client = client(S3Client.builder(), xml(""))) {
      client.putObject(request -> request.bucket(NAME).key(NAME), RequestBody.fromString("{}"));
    }
  }

  private void ec2() {
    try (Ec2Client client = client(Ec2Client.builder(), xml("<R/>"))) {
      client.describeSecurityGroups(request -> request.groupIds("sg-0"));
    }
  }

  private void insights() {
    try (PiClient client = client(PiClient.builder(), json("{}"))) {
      client.describeDimensionKeys(request -> request.identifier(NAME).metric("db.load.avg"));
    }
  }

  private void secrets() {
    try (SecretsManagerClient client = client(SecretsManagerClient.builder(), json("{}"))) {
      client.getSecretValue(request -> request.secretId(NAME));
    }
  }

  private void events() {
    try (EventBridgeClient client = client(EventBridgeClient.builder(), json("{}"))) {
      PutEventsRequestEntry entry = PutEventsRequestEntry.builder().source(NAME).detailType(NAME).detail("{}").build();
      client.putEvents(request -> request.entries(entry));
    }
  }

  /** Reads the platform's root certificates and ciphers; sessions are made by connections, of which there are none. */
  private static void prepareTls() {
    try {
      SSLContext.getDefault().createSSLEngine();
    } catch (NoSuchAlgorithmException none) {
      throw new IllegalStateException("this platform has no TLS", none);
    }
  }

  private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(B builder, Answer answer) {
    return builder
        .region(region)
        .credentialsProvider(NOBODY)
        .httpClient(answer)
        .overrideConfiguration(configuration -> configuration.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  private static Answer xml(String body) {
    return new Answer(SdkBytes.fromUtf8String(body), Map.of("Content-Type", List.of("text/xml")));
  }

  private static Answer json(String body) {
    return new Answer(SdkBytes.fromUtf8String(body), Map.of("Content-Type", List.of("application/x-amz-json-1.0")));
  }

  /** In place of a connection: whatever is asked, the answer is there already. */
  private record Answer(SdkBytes body, Map<String, List<String>> headers) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(200).headers(headers).build())
              .responseBody(AbortableInputStream.create(body.asInputStream()))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }
}
