package io.auroraresponder.lab.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Writes the jars that carry {@link ClockAgent} into a container; made of the lab's own classes, however those are packed. */
final class AgentJar {
  private static final String CLOCK = "container-clock.jar";

  private AgentJar() {}

  /** The agent's jar; what {@code java.time} is to call lies beside it, for the boot loader. */
  static Path write(Path folder) throws IOException {
    Manifest plain = new Manifest();
    plain.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    write(folder.resolve(CLOCK), plain, List.of(ContainerClock.class));
    Manifest agent = new Manifest(plain);
    agent.getMainAttributes().putValue("Premain-Class", ClockAgent.class.getName());
    agent.getMainAttributes().putValue("Can-Retransform-Classes", "true");
    agent.getMainAttributes().putValue("Boot-Class-Path", CLOCK);
    Path file = folder.resolve("clock-agent.jar");
    write(file, agent, List.of(ClockAgent.class, CallRedirect.class));
    return file;
  }

  /** Writes a jar of classes of this program. */
  static void write(Path file, Manifest manifest, List<Class<?>> classes) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      for (Class<?> each : classes) {
        String entry = each.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(entry));
        try (InputStream bytes = AgentJar.class.getClassLoader().getResourceAsStream(entry)) {
          if (bytes == null) {
            throw new IOException("the class " + each.getName() + " is not on the class path");
          }
          bytes.transferTo(jar);
        }
        jar.closeEntry();
      }
    }
  }
}
