package io.auroraresponder.probe;

/**
 * The server to ask, and for how much.
 *
 * @param host the instance endpoint of the member under pressure (connectivity: the cluster endpoint)
 * @param database where the first connection goes; the look finds the databases that have work by itself
 * @param user login of the responder, member of pg_monitor
 * @param instanceId the DB instance that is expected to answer, for the report
 * @param region for the signed login token
 * @param vpc id of the VPC that the instance stands in, empty where not known; says which probe can reach it
 * @param textFile whether the server may be made to read the file of all statement texts into its memory, for those that no session shows
 */
public record ProbeRequest(String host, int port, String database, String user, String instanceId, String region, String vpc, Scope scope,
    boolean textFile) {

  /** How much to look at. */
  public enum Scope {
    /** What bears on trouble that goes on now. */
    URGENT,
    /** That first, then what is worth knowing, while time is left. */
    WITH_HYGIENE
  }

  /** For the urgent look. */
  public ProbeRequest(String host, int port, String database, String user, String instanceId, String region) {
    this(host, port, database, user, instanceId, region, "", Scope.URGENT, false);
  }

  /** The same look at another address. */
  public ProbeRequest at(String otherHost, int otherPort) {
    return new ProbeRequest(otherHost, otherPort, database, user, instanceId, region, vpc, scope, textFile);
  }

  /** The same server's other database. */
  public ProbeRequest in(String otherDatabase) {
    return new ProbeRequest(host, port, otherDatabase, user, instanceId, region, vpc, scope, textFile);
  }

  public ProbeRequest withHygiene() {
    return new ProbeRequest(host, port, database, user, instanceId, region, vpc, Scope.WITH_HYGIENE, textFile);
  }

  /**
   * With the server's text file: it costs about twice the file's size of the server's memory for a second (measured: 220 MB took 467 MB).
   */
  public ProbeRequest withTextFile() {
    return new ProbeRequest(host, port, database, user, instanceId, region, vpc, scope, true);
  }
}
