package io.auroraresponder.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Everything that reads what strangers wrote. Each takes any bytes, and throws where one of its laws is broken. */
public enum Target {
  INTAKE(Inputs::intake, List.of("../events")),
  REDACTION(Inputs::redaction, List.of()),
  POLICY(Inputs::policy, List.of()),
  RECORDS(Inputs::records, List.of()),
  RENDERING(Inputs::rendering, List.of());

  private final Consumer<byte[]> input;
  private final List<String> moreSeeds;

  Target(Consumer<byte[]> input, List<String> moreSeeds) {
    this.input = input;
    this.moreSeeds = moreSeeds;
  }

  public void take(byte[] bytes) {
    input.accept(bytes);
  }

  /** The name of its folder of seeds. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Folders whose files are inputs as well, from the module's folder. */
  List<String> moreSeeds() {
    return moreSeeds;
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
