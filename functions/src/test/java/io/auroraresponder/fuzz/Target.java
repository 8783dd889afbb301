package io.auroraresponder.fuzz;

import java.util.List;
import java.util.Locale;

/** Everything that reads what strangers wrote. Each takes any bytes, and throws where one of its laws is broken. */
public enum Target {
  INTAKE,
  REDACTION,
  POLICY,
  RECORDS,
  RENDERING;

  public void take(byte[] bytes) {
    switch (this) {
      case INTAKE -> Inputs.intake(bytes);
      case REDACTION -> Inputs.redaction(bytes);
      case POLICY -> Inputs.policy(bytes);
      case RECORDS -> Inputs.records(bytes);
      case RENDERING -> Inputs.rendering(bytes);
    }
  }

  /** The name of its folder of seeds. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Folders whose files are inputs as well, from the module's folder. */
  List<String> moreSeeds() {
    return this == INTAKE ? List.of("../events") : List.of();
  }

  /** What Jazzer calls; which target, says the system property {@code fuzz.target}. */
  public static final class Entry {
    private static final Target CHOSEN = valueOf(System.getProperty("fuzz.target", "none"));

    private Entry() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
      CHOSEN.take(bytes);
    }
  }
}
