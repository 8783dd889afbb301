package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server with TLS, whose certificate names {@code localhost} and signs itself. */
final class VerifiedLoginTest {
  @TempDir static Path folder;

  private static TestServer server = TestServer.shared();
  private static Path roots = Path.of("");

  @BeforeAll
  static void startServer() throws Exception {
    roots = folder.resolve("server.crt");
    Path key = folder.resolve("server.key");
    makeCertificate(folder.resolve("server.p12"), roots, key);
    server = TestServer.started(Map.of("ssl", "on", "ssl_cert_file", roots.toString(), "ssl_key_file", key.toString()));
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.stop();
  }

  @Test
  void entersWhereTheCertificateIsOfTheseRootsAndBearsTheName() {
    assertThat(look("localhost", DatabaseLogin.verified(RdsRoots.in(roots), request -> "unused"))).isInstanceOf(Look.Seen.class);
  }

  @Test
  void refusesAServerOfAnotherRoot() {
    Look look = look("localhost", DatabaseLogin.verified(RdsRoots.shipped(), request -> "hunter2"));

    assertThat(look).isInstanceOfSatisfying(Look.Failed.class, failed ->
        assertThat(failed.sentence()).contains("TLS failed", "root certificates"));
    assertThat(look.toString()).doesNotContain("hunter2");
  }

  @Test
  void refusesAServerOfAnotherName() {
    Look look = look("127.0.0.1", DatabaseLogin.verified(RdsRoots.in(roots), request -> "hunter2"));

    assertThat(look).isInstanceOf(Look.Failed.class);
    assertThat(look.toString()).doesNotContain("hunter2");
  }

  @Test
  void asksForATokenForEveryAttempt() {
    AtomicInteger signed = new AtomicInteger();
    DatabaseLogin login = DatabaseLogin.verified(RdsRoots.in(roots), request -> "token-" + signed.incrementAndGet());

    look("localhost", login);
    look("localhost", login);

    assertThat(signed).hasValue(2);
  }

  private static Look look(String host, DatabaseLogin login) {
    ProbeRequest request = new ProbeRequest(host, server.port(), "postgres", "postgres", "orders-db-instance-1", "eu-west-1");
    return Looks.probe(login, Looks.quick(), InstantSource.system(), Pause.real()).look(request, Deadline.after(Duration.ofSeconds(12)));
  }

  private static void makeCertificate(Path store, Path certificate, Path key) throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    int rc = new ProcessBuilder(keytool, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
        "SAN=dns:localhost",
            "-ext", "BC=ca:true", "-validity", "30", "-storetype", "PKCS12", "-storepass", "changeit", "-keystore", store.toString())
        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    assertThat(rc).isZero();
    KeyStore read = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      read.load(in, "changeit".toCharArray());
    }
    Files.writeString(certificate, pem("CERTIFICATE", read.getCertificate("server").getEncoded()));
    Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, pem("PRIVATE KEY", read.getKey("server", "changeit".toCharArray()).getEncoded()));
  }

  private static String pem(String kind, byte[] der) {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }
}
