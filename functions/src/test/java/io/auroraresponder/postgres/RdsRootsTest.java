package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.DependencyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RdsRootsTest {
  /** Tests run in the module's folder. */
  private static final Path TABLE = Path.of("..", "scripts", "rds-root-certificates.tsv");

  /** A deployment may stay as it is for years: one that ends sooner than this calls for a fresh file. */
  private static final Duration STILL_GOOD_FOR = Duration.ofDays(3 * 365L);

  private record Line(String digest, String name, boolean shipped) {
    String region() {
      return name.replaceFirst("Amazon RDS (.*) Root CA .*", "$1");
    }
  }

  @Test
  void shipsExactlyTheCertificatesThatTheTableSays() throws Exception {
    List<String> digests = new ArrayList<>();
    for (X509Certificate root : RdsRoots.shipped().certificates()) {
      digests.add(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(root.getEncoded())));
    }

    assertThat(digests).containsExactlyInAnyOrderElementsOf(table().stream().filter(Line::shipped).map(Line::digest).toList());
    assertThat(digests).hasSizeGreaterThanOrEqualTo(87).doesNotHaveDuplicates();
  }

  @Test
  void shipsRootsAloneAndNoneThatEndsSoon() throws GeneralSecurityException {
    Instant soon = Instant.parse(System.getProperty("build.date", "2026-11-24T00:00:00Z")).plus(STILL_GOOD_FOR);

    for (X509Certificate root : RdsRoots.shipped().certificates()) {
      root.verify(root.getPublicKey());
      assertThat(root.getBasicConstraints()).as(root.getSubjectX500Principal().getName()).isNotNegative();
      assertThat(root.getNotAfter().toInstant()).as(root.getSubjectX500Principal().getName()).isAfter(soon);
    }
  }

  @Test
  void coversTheRegionsOfTheTableWhollyOrNotAtAll() throws IOException {
    RdsRoots roots = RdsRoots.shipped();

    assertThat(table()).hasSizeGreaterThanOrEqualTo(102)
        .allSatisfy(line -> assertThat(roots.cover(line.region())).as(line.name()).isEqualTo(line.shipped()));
    assertThat(roots.cover("mars-north-1")).isFalse();
    assertThat(roots.cover("us-east")).isFalse();
  }

  @Test
  void saysInTheDocumentationWhichRegionsAreMissing() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "operations", "database-login.md"));

    List<String> missing = table().stream().filter(line -> !line.shipped()).map(Line::region).distinct().toList();
    assertThat(missing).allSatisfy(region -> assertThat(page).contains("`" + region + "`"));
  }

  @Test
  void writesThemOnceToAFileThatNobodyElseMayRead() throws IOException {
    RdsRoots roots = RdsRoots.shipped();

    Path file = Path.of(roots.path());

    assertThat(roots.path()).isEqualTo(file.toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(RdsRoots.in(file).certificates()).isEqualTo(roots.certificates());
  }

  @Test
  void writesThemAgainWhereTheFileHasVanished() throws IOException {
    RdsRoots roots = RdsRoots.shipped();
    Files.delete(Path.of(roots.path()));

    assertThat(Path.of(roots.path())).isRegularFile();
  }

  @Test
  void saysThatANamedFileHoldsNoCertificates(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("roots.pem"), "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");

    assertThat(RdsRoots.in(file).path()).isEqualTo(file.toString());
    assertThatThrownBy(() -> RdsRoots.in(file).cover("eu-west-1")).isInstanceOf(DependencyException.class)
        .hasMessageContaining("could not be read");
  }

  private static List<Line> table() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t"))
        .map(columns -> new Line(columns[0], columns[1], columns[3].equals("yes")))
        .toList();
  }
}
