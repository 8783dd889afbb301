package io.auroraresponder.probe;

/**
 * Whom to ask, and for how much.
 *
 * @param host the instance endpoint of the member under pressure (connectivity: the cluster endpoint)
 * @param database database to connect to
 * @param user login of the responder, member of pg_monitor
 * @param instanceId the DB instance that is expected to answer, for the report
 * @param region for the signed login token
 */
public record ProbeRequest(String host, int port, String database, String user, String instanceId, String region, Scope scope) {

  /** How much to look at. */
  public enum Scope {
    /** What bears on trouble that goes on now. */
    URGENT,
    /** That first, then what is worth knowing, while time is left. */
    WITH_HYGIENE
  }

  /** For the urgent look. */
  public ProbeRequest(String host, int port, String database, String user, String instanceId, String region) {
    this(host, port, database, user, instanceId, region, Scope.URGENT);
  }

  public ProbeRequest withHygiene() {
    return new ProbeRequest(host, port, database, user, instanceId, region, Scope.WITH_HYGIENE);
  }
}
