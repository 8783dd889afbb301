package io.auroraresponder.lab.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What RDS looks at in a password where a login uses IAM (Amazon RDS user guide, IAM database authentication); the signature is not
 * checked.
 */
final class LoginToken {
  /** A token's life (same page). */
  private static final Duration LIFE = Duration.ofMinutes(15);

  /** What clocks may differ by (AWS Signature Version 4, date handling). */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private LoginToken() {}

  /**
   * Whether it opens this door.
   *
   * @param places host and port as clients know them, for example {@code orders-db.example:5432}
   */
  static boolean opens(String password, Set<String> places, String user, Instant now) {
    int begin = password.indexOf("/?");
    if (begin < 0 || !places.contains(password.substring(0, begin))) {
      return false;
    }
    Map<String, String> said = parameters(password.substring(begin + 2));
    return "connect".equals(said.get("Action"))
        && user.equals(said.get("DBUser"))
        && said.getOrDefault("X-Amz-Credential", "").contains("/rds-db/aws4_request")
        && said.getOrDefault("X-Amz-Signature", "").matches("[0-9a-f]{64}")
        && isFresh(said.getOrDefault("X-Amz-Date", ""), now);
  }

  private static boolean isFresh(String date, Instant now) {
    try {
      Instant signed = DATE.parse(date, Instant::from);
      return signed.isBefore(now.plus(SKEW)) && now.isBefore(signed.plus(LIFE));
    } catch (DateTimeException unreadable) {
      return false;
    }
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parameters.put(part.substring(0, equals), URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }
}
