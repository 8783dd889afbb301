package io.auroraresponder.postgres;

import io.auroraresponder.incident.DependencyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The root certificates that the probe trusts: those shipped with the jar, or a file that the deployment names.
 *
 * <p>The driver reads them from a path only, so the shipped ones are written once a process to a file that nobody else may read or
 * change. Safe for several threads.
 */
public final class RdsRoots {
  private static final String RESOURCE = "/tls/rds-roots.pem";

  private final boolean shipped;
  private Path file;

  private RdsRoots(boolean shipped, Path file) {
    this.shipped = shipped;
    this.file = file;
  }

  /** The certificates of {@code tls/rds-roots.pem}; docs/operations/database-login.md says which regions those are. */
  public static RdsRoots shipped() {
    return new RdsRoots(true, Path.of(""));
  }

  /** A file in PEM form, for example AWS's own bundle. */
  public static RdsRoots in(Path file) {
    return new RdsRoots(false, file);
  }

  /**
   * Where the driver finds them.
   *
   * @throws DependencyException when the file cannot be written
   */
  public synchronized String path() {
    // A container may be restored from an image without its temporary files.
    if (shipped && !Files.isRegularFile(file)) {
      file = written();
    }
    return file.toString();
  }

  /** Whether a server in this region can be verified with them; false also for a region that nobody knew when they were gathered. */
  public boolean cover(String region) {
    String name = "CN=Amazon RDS " + region + " Root CA ";
    return certificates().stream().anyMatch(one -> one.getSubjectX500Principal().getName().contains(name));
  }

  /**
   * All of them, as they stand in the file.
   *
   * @throws DependencyException when the file cannot be read, or holds something else
   */
  List<X509Certificate> certificates() {
    try (InputStream in = opened()) {
      List<X509Certificate> roots = new ArrayList<>();
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        roots.add((X509Certificate) one);
      }
      return roots;
    } catch (IOException | CertificateException e) {
      throw new DependencyException("file", "read", "", false, "the root certificates could not be read", e);
    }
  }

  private InputStream opened() throws IOException {
    return shipped ? resource() : Files.newInputStream(file);
  }

  private static InputStream resource() {
    InputStream in = RdsRoots.class.getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new IllegalStateException("no such resource: " + RESOURCE);
    }
    return in;
  }

  private static Path written() {
    try (InputStream in = resource()) {
      // Made for its owner alone (0600) where the file system knows owners, and written into as it is: a copy in its place would be open to
      // all.
      Path target = Files.createTempFile("rds-roots-", ".pem");
      target.toFile().deleteOnExit();
      Files.write(target, in.readAllBytes(), StandardOpenOption.WRITE);
      return target;
    } catch (IOException e) {
      throw new DependencyException("file", "write", "", false, "the root certificates could not be written to a temporary file", e);
    }
  }
}
