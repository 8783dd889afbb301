package io.auroraresponder.lab.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that a server proves itself with, and the file by which its clients know it. It is its own root, made for this run by
 * the JDK's keytool, and worth nothing anywhere else.
 *
 * @param context for the server
 * @param roots what clients trust, in PEM form
 */
record ServerCertificate(SSLContext context, Path roots) {
  private static final String ALIAS = "lab";

  /** It protects a key that nobody else trusts, in a folder that nobody else reads. */
  private static final String PASSWORD = "changeit";

  private static final int MOST_SECONDS = 60;

  /**
   * Makes one.
   *
   * @param names host names that it speaks for, at least one
   * @param folder for its files; who gives it removes it
   * @throws LabException when this JDK cannot make one
   */
  static ServerCertificate of(Collection<String> names, Path folder) {
    Path store = folder.resolve("server.p12");
    String alternatives = names.stream().map(name -> "dns:" + name).collect(Collectors.joining(","));
    String keytool = Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString();
    Shell.Outcome made =
        Shell.run(
            List.of(
                keytool, "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + ALIAS, "-ext",
                "SAN=" + alternatives,
                "-validity", "7", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString()),
            MOST_SECONDS);
    if (!made.succeeded()) {
      throw new LabException("keytool could not make a certificate for the lab's database: " + made.output().strip());
    }
    try {
      return read(store, folder.resolve("roots.pem"));
    } catch (IOException | GeneralSecurityException e) {
      throw new LabException("The certificate of the lab's database cannot be used: " + e.getMessage(), e);
    }
  }

  private static ServerCertificate read(Path store, Path roots) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream stream = Files.newInputStream(store)) {
      keys.load(stream, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
        .encodeToString(keys.getCertificate(ALIAS).getEncoded());
    Files.writeString(roots, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    return new ServerCertificate(context, roots);
  }
}
