package io.auroraresponder.probe;

/**
 * Whom to ask, and for how much.
 *
 * @param host the instance endpoint of the member under pressure (connectivity: the cluster endpoint)
 * @param database database to connect to
 * @param user login of the responder, member of pg_monitor
 * @param instanceId the DB instance that is expected to answer, for the report
 * @param region for the signed login token
 * @param vpc id of the VPC that the instance stands in, empty where not known; says which probe can reach it
 */
public record ProbeRequest(String host, int port, String database, String user, String instanceId, String region, String vpc, Scope scope) {

  /** How much to look at. */
  public enum Scope {
    /** What bears on trouble that goes on now. */
    URGENT,
    /** That first, then what is worth knowing, while time is left. */
    WITH_HYGIENE
  }

  /** For the urgent look. */
  public ProbeRequest(String host, int port, String database, String user, String instanceId, String region) {
    this(host, port, database, user, instanceId, region, "", Scope.URGENT);
  }

  /** The same look at another address. */
  public ProbeRequest at(String otherHost, int otherPort) {
    return new ProbeRequest(otherHost, otherPort, database, user, instanceId, region, vpc, scope);
  }

  public ProbeRequest withHygiene() {
    return new ProbeRequest(host, port, database, user, instanceId, region, vpc, Scope.WITH_HYGIENE);
  }
}
