package io.auroraresponder.lab.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Half a surrogate pair written as an escape, which some senders leave where they cut a text. Strict readers refuse the whole JSON for it;
 * it shall cost that one character and not the event.
 */
final class HalfCharacters {
  /** Whole pairs and other escapes first; what is left of the surrogates are halves. */
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\u[dD][89abAB]\\p{XDigit}{2}\\\\u[dD][c-fC-F]\\p{XDigit}{2}|(\\\\u[dD][89a-fA-F]\\p{XDigit}{2})|\\\\.");

  private HalfCharacters() {}

  /** The JSON text with each of them replaced by the replacement character; any other text comes back as it is. */
  static String replaced(String json) {
    return ESCAPE.matcher(json).replaceAll(found -> found.group(1) == null ? Matcher.quoteReplacement(found.group()) : "\\\\ufffd");
  }
}
