package io.auroraresponder.aws;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The SDK clients that only the notification function needs, each built when it is first needed. */
public record ChannelClients(Lazy<SecretsManagerClient> secrets, Lazy<EventBridgeClient> bus) {

  /**
   * Clients of AWS; credentials come from the SDK's default chain.
   *
   * @param region region code
   * @param endpoint in place of AWS, for the simulated account
   */
  public static ChannelClients of(String region, Optional<URI> endpoint) {
    AwsClients.Place place = new AwsClients.Place(region, endpoint);
    // Classes and no lambdas: see Lazy.of.
    return new ChannelClients(
        new Lazy<>() {
          @Override
          protected SecretsManagerClient make() {
            return place.reading(SecretsManagerClient.builder()).build();
          }
        },
        new Lazy<>() {
          @Override
          protected EventBridgeClient make() {
            return place.reading(EventBridgeClient.builder()).build();
          }
        });
  }
}
