package io.auroraresponder.postgres;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.probe.ProbeRequest;
import java.util.Map;
import java.util.function.Function;

/** How the probe proves who it is and whom it trusts. Asked once for every connection: a signed token is never kept. */
public interface DatabaseLogin {

  /**
   * Properties of the PostgreSQL driver for this login: {@code password}, {@code sslmode}, {@code sslrootcert}. They hold a secret and
   * are neither logged nor kept.
   *
   * @throws DependencyException when no password or token could be had
   */
  Map<String, String> properties(ProbeRequest request);

  /** No password and no TLS: a server on the same machine that trusts its own users. */
  static DatabaseLogin trusted() {
    return request -> Map.of("sslmode", "disable");
  }

  /**
   * TLS with the server's certificate and host name checked.
   *
   * @param rootCertificates path of the file with the root certificates that are trusted
   * @param password a password, or a token signed for this request
   */
  static DatabaseLogin verified(String rootCertificates, Function<ProbeRequest, String> password) {
    return request ->
        Map.of("sslmode", "verify-full", "sslrootcert", rootCertificates, "password", password.apply(request));
  }
}
