package io.auroraresponder.lab.account;

import java.time.Instant;
import java.util.Map;

/**
 * A message that a topic took.
 *
 * @param subject empty where there was none
 * @param attributes text values by name
 */
public record Published(String topicArn, String subject, String message, Map<String, String> attributes, Instant at) {
  public Published {
    attributes = Map.copyOf(attributes);
  }
}
