package io.auroraresponder.lab.account;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them in files: {@code -1h30m}, {@code +20m}, {@code 90s}, {@code 0}. */
final class Offsets {
  private static final Pattern WHOLE = Pattern.compile("([+-]?)((?:\\d+(?:\\.\\d+)?[dhms])+)");
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)([dhms])");

  private Offsets() {}

  /** A moment relative to now, with its sign; {@code 0} and {@code now} are now. Empty where the text is none. */
  static Optional<Duration> offset(String text) {
    if (text.equals("0") || text.equals("now")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher whole = WHOLE.matcher(text);
    if (!whole.matches() || whole.group(1).isEmpty()) {
      return Optional.empty();
    }
    Duration length = length(whole.group(2));
    return Optional.of(whole.group(1).equals("-") ? length.negated() : length);
  }

  /** A length of time without sign; digits alone are seconds. Empty where the text is none. */
  static Optional<Duration> duration(String text) {
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    Matcher whole = WHOLE.matcher(text);
    return whole.matches() && whole.group(1).isEmpty() ? Optional.of(length(whole.group(2))) : Optional.empty();
  }

  private static Duration length(String parts) {
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(parts);
    while (part.find()) {
      double seconds =
          switch (part.group(2)) {
            case "d" -> 86_400;
            case "h" -> 3_600;
            case "m" -> 60;
            default -> 1;
          };
      sum = sum.plusMillis(Math.round(Double.parseDouble(part.group(1)) * seconds * 1000));
    }
    return sum;
  }
}
