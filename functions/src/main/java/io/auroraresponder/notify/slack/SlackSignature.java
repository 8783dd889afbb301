package io.auroraresponder.notify.slack;

import io.auroraresponder.incident.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What Slack signs a request with: version 0, an HMAC-SHA256 under the app's signing secret over {@code v0:TIMESTAMP:BODY}, the body as it
 * came (Slack API, "Verifying requests from Slack").
 *
 * @param timestamp of the header {@code X-Slack-Request-Timestamp}, seconds since the epoch
 * @param signature of the header {@code X-Slack-Signature}
 */
public record SlackSignature(String timestamp, String signature) {
  /** As long as Slack's own documentation takes a request for fresh. */
  public static final Duration FRESH = Duration.ofMinutes(5);

  private static final String VERSION = "v0";
  private static final Pattern SECONDS = Pattern.compile("[0-9]{9,11}");
  private static final Pattern SIGNATURE = Pattern.compile("v0=[0-9a-f]{64}");

  /** Empty where one of the headers is missing or is none. */
  public static Optional<SlackSignature> of(String timestamp, String signature) {
    return SECONDS.matcher(timestamp).matches() && SIGNATURE.matcher(signature).matches()
        ? Optional.of(new SlackSignature(timestamp, signature)) : Optional.empty();
  }

  public Instant at() {
    return Instant.ofEpochSecond(Long.parseLong(timestamp));
  }

  /** Whether the request was made within five minutes of now, either way. */
  public boolean isFresh(Instant now) {
    return Duration.between(at(), now).abs().compareTo(FRESH) <= 0;
  }

  /** Whether that secret signed that body; takes the same time whatever differs. */
  public boolean holds(byte[] body, String secret) {
    Mac mac = mac(secret);
    mac.update((VERSION + ":" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
    String expected = VERSION + "=" + HexFormat.of().formatHex(mac.doFinal(body));
    return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for the same request sent again, and for no other. */
  public String name() {
    return Sha256.half(timestamp + ":" + signature);
  }

  /** The signature that Slack would send; for whoever plays Slack. */
  public static SlackSignature made(Instant at, byte[] body, String secret) {
    String seconds = Long.toString(at.getEpochSecond());
    Mac mac = mac(secret);
    mac.update((VERSION + ":" + seconds + ":").getBytes(StandardCharsets.UTF_8));
    return new SlackSignature(seconds, VERSION + "=" + HexFormat.of().formatHex(mac.doFinal(body)));
  }

  private static Mac mac(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java platform has HmacSHA256", missing);
    }
  }
}
