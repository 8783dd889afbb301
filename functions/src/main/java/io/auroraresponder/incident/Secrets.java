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

  /** The bit that tells small ASCII letters from capital ones; set in the marks below from their second character on. */
  private static final int LOWER_CASE = 0x20;

  private static final Pattern URL_USER = Pattern.compile("://[^\\s/@:]*:[^\\s/@]+@");

  /** Access key ids: IAM User Guide, "IAM identifiers", unique identifier prefixes. */
  private static final Pattern ACCESS_KEY = Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b");

  private Secrets() {}

  /** The text with every credential replaced; a text without any comes back as it is. */
  public static String masked(String text) {
    return hasMark(text) ? replaced(text) : text;
  }

  /** Whether any of the words stands in the text without which no pattern matches: few texts hold one, and this takes a single pass. */
  private static boolean hasMark(String text) {
    for (int at = 0; at < text.length(); at++) {
      boolean mark = switch (text.charAt(at)) {
        case 'p', 'P' -> stands("passw", text, at) || stands("pwd", text, at);
        case 'a', 'A' -> stands("authorization", text, at) || stands("api", text, at) || stands("akia", text, at)
            || stands("asia", text, at);
        case 's', 'S' -> stands("secret", text, at) || stands("session", text, at) || stands("security", text, at);
        case 't', 'T' -> stands("token", text, at);
        case 'x', 'X' -> stands("x-amz-signature", text, at);
        case ':' -> stands("://", text, at);
        default -> false;
      };
      if (mark) {
        return true;
      }
    }
    return false;
  }

  private static boolean stands(String mark, String text, int at) {
    // Most words differ in their second letter already.
    return at + 1 < text.length() && (text.charAt(at + 1) | LOWER_CASE) == mark.charAt(1)
        && text.regionMatches(true, at, mark, 0, mark.length());
  }

  private static String replaced(String text) {
    String named = NAMED_SECRET.matcher(text).replaceAll("$1" + MASK);
    String addressed = URL_USER.matcher(named).replaceAll("://" + MASK + "@");
    return ACCESS_KEY.matcher(addressed).replaceAll(MASK);
  }
}
