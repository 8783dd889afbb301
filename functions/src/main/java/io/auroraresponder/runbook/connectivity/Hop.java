package io.auroraresponder.runbook.connectivity;

/** The stations from a client to a session that can write, in the order of the way. */
enum Hop {
  CLUSTER("cluster status", "cannot be reached", "Nobody can connect."),
  WRITER("writer", "has no writer to connect to", "Nothing can be written; readers may still answer."),
  ENDPOINT("endpoint", "cannot be reached", "Clients have no address to connect to."),
  NETWORK("network", "cannot be reached from the network of its clients", "Clients run into time-outs."),
  LOGIN("login", "refuses the login of the probe", "Clients may fail in the same way."),
  ROLE("role", "answers from the wrong instance", "Writes fail as read-only."),
  CONNECTIONS("connections", "is running out of connections", "New sessions are refused."),
  CERTIFICATE("certificate", "fails clients that verify its certificate", "Clients that verify TLS cannot connect."),
  /** Worth knowing, and no station of the way. */
  BESIDE("", "has something beside the way", "");

  private final String word;
  private final String trouble;
  private final String impact;

  Hop(String word, String trouble, String impact) {
    this.word = word;
    this.trouble = trouble;
    this.impact = impact;
  }

  /** As it stands in "the first broken hop is …". */
  String word() {
    return word;
  }

  /** What a cluster with this hop broken does, for "orders-db …". */
  String trouble() {
    return trouble;
  }

  String impact() {
    return impact;
  }
}
