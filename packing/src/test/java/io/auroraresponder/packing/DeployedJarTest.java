package io.auroraresponder.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.SnsClient;

final class DeployedJarTest {
  private static final String PROVIDERS = "META-INF/services/software.amazon.awssdk.core.warmup.WarmUpProvider";

  @TempDir private Path folder;

  @Test
  void theSameInputGivesTheSameBytesWhateverItsTimes() throws IOException {
    DeployedJar.main(whole("one.jar", 1_000_000_000_000L), path("one-cut.jar"), "1", "1");
    DeployedJar.main(whole("other.jar", 1_700_000_000_000L), path("other-cut.jar"), "1", "1");

    assertThat(Files.readAllBytes(folder.resolve("one-cut.jar"))).isEqualTo(Files.readAllBytes(folder.resolve("other-cut.jar")));
  }

  @Test
  void everythingButServicesStaysAsItWas() throws IOException {
    DeployedJar.main(whole("whole.jar", 0), path("cut.jar"), "1", "1");

    Map<String, String> cut = entries("cut.jar");
    assertThat(cut).containsEntry("sql/one.sql", "select 1").containsKey("io/auroraresponder/packing/TellingProgram.class");
    assertThat(cut).doesNotContainKey(ClientCut.SERVICES + "sns/SnsAsyncClient.class");
    assertThat(cut.get(PROVIDERS)).as("a provider of classes that are gone").isEqualTo("java.lang.String\n");
  }

  @Test
  void aJarThatHasGrownTooLargeStopsTheBuild() throws IOException {
    String whole = whole("whole.jar", 0);

    assertThatThrownBy(() -> DeployedJar.main(whole, path("cut.jar"), "0", "1"))
        .hasMessageContainingAll("bytes zipped", "more than the 0 MB", "docs/adr");
    assertThatThrownBy(() -> DeployedJar.main(whole, path("cut.jar"), "1", "0")).hasMessageContaining("bytes unzipped");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  /** A program with what it calls and one class more of the service, a folder, a file and a list of providers. */
  private String whole(String name, long time) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("sql/", new byte[0]);
    entries.put("sql/one.sql", "select 1".getBytes(StandardCharsets.UTF_8));
    entries.put(PROVIDERS, (SnsClient.class.getName().replace("SnsClient", "SnsAsyncClient") + "\njava.lang.String\n")
        .getBytes(StandardCharsets.UTF_8));
    for (String type : new String[] {TellingProgram.class.getName(), SnsClient.class.getName().replace("SnsClient", "SnsAsyncClient")}) {
      String file = type.replace('.', '/') + ".class";
      try (InputStream bytes = DeployedJarTest.class.getResourceAsStream("/" + file)) {
        assertThat(bytes).as(file).isNotNull();
        entries.put(file, bytes.readAllBytes());
      }
    }
    try (OutputStream out = Files.newOutputStream(folder.resolve(name)); ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> one : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(one.getKey());
        entry.setTime(time);
        zip.putNextEntry(entry);
        zip.write(one.getValue());
        zip.closeEntry();
      }
    }
    return path(name);
  }

  private Map<String, String> entries(String name) throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(folder.resolve(name).toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements();) {
        ZipEntry entry = all.nextElement();
        entries.put(entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }
}
