package io.auroraresponder.aws;

import io.auroraresponder.incident.DependencyException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Secrets from Secrets Manager, kept for some minutes, so that a rotation takes effect soon and a storm asks once. */
public final class SecretValues {
  /** Ours: a rotated secret is in use after that, and Secrets Manager is asked at most twelve times an hour. */
  private static final Duration KEPT = Duration.ofMinutes(5);

  private record Kept(String value, Instant until) {}

  private final Supplier<SecretsManagerClient> client;
  private final InstantSource clock;
  private final Map<String, Kept> values = new ConcurrentHashMap<>();

  public SecretValues(Supplier<SecretsManagerClient> client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * A secret's text.
   *
   * @param id name or ARN
   * @throws DependencyException where it cannot be had; its text holds nothing of the secret
   */
  public String of(String id) {
    Instant now = clock.instant();
    Kept kept = values.get(id);
    if (kept != null && now.isBefore(kept.until())) {
      return kept.value();
    }
    try {
      String value = client.get().getSecretValue(request -> request.secretId(id)).secretString();
      if (value == null || value.isBlank()) {
        throw new DependencyException("secretsmanager", "GetSecretValue", "Empty", false, "the secret holds no text", null);
      }
      values.put(id, new Kept(value.strip(), now.plus(KEPT)));
      return value.strip();
    } catch (SdkException failure) {
      throw Failures.of("secretsmanager", "GetSecretValue", failure);
    }
  }
}
