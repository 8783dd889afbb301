package io.auroraresponder.incident;

import java.util.regex.Pattern;

/** What looks like a credential in somebody else's words: it must reach neither a log nor a message. */
public final class Secrets {
  private static final String MASK = "***";

  /** {@code password=…}, {@code "password": "…"}, {@code Authorization: Bearer …}: the value goes, the name stays. */
  private static final Pattern NAMED_SECRET =
      Pattern.compile(
          "(?i)((?:password|passwd|pwd|authorization|secret_?access_?key|session_?token|security-token|x-amz-signature)"
              + "[\"']?\\s*[:=]\\s*[\"']?|(?:token|secret|api[_-]?key)[\"']?=[\"']?|\\bpassword\\s+')"
              + "(?:(?:bearer|basic)\\s+)?[^\\s\"'&,;]+");

  private static final Pattern URL_USER = Pattern.compile("://[^\\s/@:]*:[^\\s/@]+@");

  /** Access key ids: IAM User Guide, "IAM identifiers", unique identifier prefixes. */
  private static final Pattern ACCESS_KEY = Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b");

  private Secrets() {}

  /** The text with every credential replaced; a text without any comes back as it is. */
  public static String masked(String text) {
    String named = NAMED_SECRET.matcher(text).replaceAll("$1" + MASK);
    String addressed = URL_USER.matcher(named).replaceAll("://" + MASK + "@");
    return ACCESS_KEY.matcher(addressed).replaceAll(MASK);
  }
}
