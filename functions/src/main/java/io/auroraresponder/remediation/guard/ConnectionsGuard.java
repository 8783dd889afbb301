package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;

/**
 * A writer that has started under a raise has the max_connections of the raised max until its next start (Aurora User Guide, "Maximum
 * connections for Aurora Serverless v2"): given back, it would allow more sessions than the smaller max has memory for.
 */
final class ConnectionsGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.CONNECTIONS;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.connections(), room -> {
      if (!room.restarted()) {
        return pass("the writer runs since before the raise: max_connections is that of before");
      }
      Fact inForce = Fact.count("probe max_connections", room.at(), room.inForce(), "");
      Fact fits = Fact.count("max_connections of the range to return to", now.now(), room.fits(), "");
      String words = "max_connections is {} since the writer started under the raise, at most {} fits the range to return to";
      return room.inForce() <= room.fits() ? pass(words, inForce, fits) : refuse(words, inForce, fits);
    });
  }
}
