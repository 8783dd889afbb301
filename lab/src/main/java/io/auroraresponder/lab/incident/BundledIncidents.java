package io.auroraresponder.lab.incident;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The incidents that come with the lab, in the order of {@code incidents/index.txt}. */
public final class BundledIncidents {
  private static final String FOLDER = "/incidents/";

  private BundledIncidents() {}

  public static List<String> names() {
    return text("index.txt").lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
  }

  /** The incident of a name that is among {@link #names}. */
  public static IncidentFile named(String name) {
    return IncidentFile.parse("incidents/" + name + ".yaml", text(name + ".yaml"));
  }

  static String text(String file) {
    try (InputStream stream = BundledIncidents.class.getResourceAsStream(FOLDER + file)) {
      if (stream == null) {
        throw new IllegalArgumentException("there is no bundled incident file " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
