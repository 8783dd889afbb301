package io.auroraresponder.packing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The jar that is deployed, made of one that holds everything: the same but for the services' classes that nothing in it needs. */
public final class DeployedJar {
  private static final String CLASS = ".class";
  private static final String PROVIDERS = "META-INF/services/";
  private static final long MEGABYTE = 1_000_000;

  /** Of every entry, whatever the clock and its zone say: the earliest time that a zip file can hold. */
  private static final LocalDateTime WRITTEN = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Map<String, byte[]> others = new LinkedHashMap<>();
  private final Map<String, byte[]> services = new TreeMap<>();

  private DeployedJar() {}

  /**
   * Writes the jar; the same input gives the same bytes.
   *
   * @param args the jar that holds everything, the jar to write, and how many megabytes that may have at most, zipped and unzipped
   */
  public static void main(String... args) throws IOException {
    Path target = Path.of(args[1]);
    DeployedJar whole = read(Path.of(args[0]));
    DeployedJar cut = whole.cut();
    cut.write(target);
    long zipped = Files.size(target);
    long unzipped = cut.bytes();
    System.out.printf("%s: %.1f MB zipped, %.1f MB unzipped (%.1f MB before)%n", target.getFileName(), (double) zipped / MEGABYTE,
        (double) unzipped / MEGABYTE, (double) whole.bytes() / MEGABYTE);
    hold("zipped", zipped, Long.parseLong(args[2]));
    hold("unzipped", unzipped, Long.parseLong(args[3]));
  }

  private static void hold(String what, long bytes, long limit) {
    if (bytes > limit * MEGABYTE) {
      throw new IllegalStateException(
          "the deployed jar has " + bytes + " bytes " + what + ", more than the " + limit
          + " MB that docs/adr/0007-clients-cut-to-their-calls.md allows");
    }
  }

  private static DeployedJar read(Path file) throws IOException {
    DeployedJar jar = new DeployedJar();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
        ZipEntry entry = entries.nextElement();
        if (!entry.isDirectory()) {
          byte[] bytes = zip.getInputStream(entry).readAllBytes();
          if (entry.getName().startsWith(ClientCut.SERVICES) && entry.getName().endsWith(CLASS)) {
            jar.services.put(entry.getName().substring(0, entry.getName().length() - CLASS.length()), bytes);
          } else {
            jar.others.put(entry.getName(), bytes);
          }
        }
      }
    }
    return jar;
  }

  private DeployedJar cut() {
    Collection<byte[]> program = others.entrySet().stream().filter(entry -> entry.getKey().endsWith(CLASS)).map(Map.Entry::getValue)
        .toList();
    DeployedJar cut = new DeployedJar();
    cut.services.putAll(ClientCut.cut(services, program));
    Set<String> missing = ClientCut.missing(services, cut.services, program);
    if (!missing.isEmpty()) {
      throw new IllegalStateException("the deployed jar would lack what it needs: " + String.join(", ", missing));
    }
    others.forEach((name, bytes) -> cut.others.put(name, name.startsWith(PROVIDERS) ? providers(bytes, cut.services.keySet()) : bytes));
    return cut;
  }

  /** Without those whose class was cut: nothing calls for them. */
  private byte[] providers(byte[] list, Set<String> kept) {
    return new String(list, StandardCharsets.UTF_8).lines()
        .filter(line -> !services.containsKey(internal(line)) || kept.contains(internal(line)))
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String internal(String line) {
    return line.strip().replace('.', '/');
  }

  private long bytes() {
    return others.values().stream().mapToLong(bytes -> bytes.length).sum()
        + services.values().stream().mapToLong(bytes -> bytes.length).sum();
  }

  private void write(Path target) throws IOException {
    Map<String, byte[]> all = new TreeMap<>(others);
    services.forEach((name, bytes) -> all.put(name + CLASS, bytes));
    try (OutputStream out = Files.newOutputStream(target); ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.BEST_COMPRESSION);
      for (Map.Entry<String, byte[]> one : all.entrySet()) {
        ZipEntry entry = new ZipEntry(one.getKey());
        entry.setTimeLocal(WRITTEN);
        zip.putNextEntry(entry);
        zip.write(one.getValue());
        zip.closeEntry();
      }
    }
  }
}
