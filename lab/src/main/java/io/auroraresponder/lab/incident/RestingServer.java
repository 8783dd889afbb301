package io.auroraresponder.lab.incident;

import io.auroraresponder.lab.postgres.LabDatabase;
import io.auroraresponder.lab.postgres.LabPostgres;
import io.auroraresponder.lab.postgres.ServerSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One server on which nothing happens, for all clusters without a database of their own; it is started by the first look at one. */
final class RestingServer {
  private static Optional<LabPostgres> server = Optional.empty();
  private static final Map<String, LabDatabase> DATABASES = new LinkedHashMap<>();

  private RestingServer() {}

  /** The database of that name, empty. It lives as long as the JVM. */
  static synchronized LabDatabase with(String name) {
    LabDatabase known = DATABASES.get(name);
    if (known != null) {
      return known;
    }
    LabPostgres postgres = server.orElseGet(LabPostgres::open);
    server = Optional.of(postgres);
    // Another name means another start: the ports of the others are gone.
    DATABASES.clear();
    LabDatabase made = postgres.database(name, ServerSettings.defaults());
    DATABASES.put(name, made);
    return made;
  }
}
