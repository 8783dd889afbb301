package io.auroraresponder.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The SDK clients of the function that takes Slack's answers, each built when it is first needed. Slack waits for three seconds in all. */
public record ApprovalClients(Lazy<SecretsManagerClient> secrets, Lazy<DynamoDbClient> dynamoDb) {
  /** The only try of a call; two of them stay under {@link #ANSWER}. */
  public static final Duration CALL = Duration.ofMillis(1200);

  /** Slack API, "Acknowledgment response": within three seconds. */
  public static final Duration ANSWER = Duration.ofSeconds(3);

  /** {@code endpoint}: in place of AWS, for the simulated account. */
  public static ApprovalClients of(String region, Optional<URI> endpoint) {
    AwsClients.Place place = new AwsClients.Place(region, endpoint);
    // Classes and no lambdas: see Lazy.of.
    return new ApprovalClients(
        new Lazy<>() {
          @Override
          protected SecretsManagerClient make() {
            return place.once(SecretsManagerClient.builder(), CALL).build();
          }
        },
        new Lazy<>() {
          @Override
          protected DynamoDbClient make() {
            return place.once(DynamoDbClient.builder(), CALL).build();
          }
        });
  }
}
