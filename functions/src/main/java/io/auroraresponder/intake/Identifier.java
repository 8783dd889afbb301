package io.auroraresponder.intake;

import java.util.regex.Pattern;

/** What RDS accepts as the name of a cluster or instance (RDS API reference, CreateDBCluster); nothing else is worth a look-up. */
final class Identifier {
  private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,62}");

  private Identifier() {}

  static boolean isValid(String name) {
    return FORM.matcher(name).matches();
  }
}
