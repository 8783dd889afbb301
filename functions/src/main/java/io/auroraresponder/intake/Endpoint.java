package io.auroraresponder.intake;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host name that RDS gave to a database (Aurora User Guide, "Types of Aurora endpoints"); its suffix differs by partition.
 *
 * @param name of the cluster, instance, proxy or custom endpoint, in lower case
 * @param role {@code cluster}, {@code cluster-ro}, {@code cluster-custom} or {@code proxy}; empty for an instance
 * @param account the part that is the same for all databases of one account and region
 */
record Endpoint(String name, String role, String account, String region) {
  private static final Pattern FORM =
      Pattern.compile(
          "([a-z][a-z0-9-]{0,62})\\.(?:(cluster|cluster-ro|cluster-custom|proxy)-)?([a-z0-9]{6,20})\\.([a-z]{2,5}(?:-[a-z]+)+-\\d)"
              + "\\.rds\\.[a-z0-9.]{5,30}?\\.?(?::\\d{1,5})?");

  /** Empty for anything else; a port and a dot at the end may follow. */
  static Optional<Endpoint> parse(String text) {
    Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      return Optional.empty();
    }
    String role = form.group(2);
    return Optional.of(new Endpoint(form.group(1), role == null ? "" : role, form.group(3), form.group(4)));
  }
}
