package io.auroraresponder.postgres;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.probe.ProbeRequest;
import java.nio.file.Path;
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
   * @param password a password, or a token signed for this request
   */
  static DatabaseLogin verified(RdsRoots roots, Function<ProbeRequest, String> password) {
    return request -> Map.of("sslmode", "verify-full", "sslrootcert", roots.path(), "password", password.apply(request));
  }

  /** The same with the root certificates of a file. */
  static DatabaseLogin verified(String rootCertificates, Function<ProbeRequest, String> password) {
    return verified(RdsRoots.in(Path.of(rootCertificates)), password);
  }
}
