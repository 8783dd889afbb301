package io.auroraresponder.lab.account;

import java.util.Map;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/** Secrets Manager that gives the secrets that there are (Secrets Manager API reference, GetSecretValue). */
final class SimulatedSecrets implements SecretsManagerClient {
  private final Line line;
  private final Map<String, String> secrets;

  SimulatedSecrets(Line line, Map<String, String> secrets) {
    this.line = line;
    this.secrets = secrets;
  }

  @Override
  public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
    return line.answer("GetSecretValue", request, () -> {
      String value = secrets.get(request.secretId());
      if (value == null) {
        throw ServiceErrors.error("secretsmanager", "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
      }
      return GetSecretValueResponse.builder().name(request.secretId()).secretString(value).build();
    });
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
