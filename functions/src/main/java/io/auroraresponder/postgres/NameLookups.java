package io.auroraresponder.postgres;

import java.security.Security;

/**
 * Host names are looked up for every connection anew.
 *
 * <p>An endpoint's name points to another machine after a failover, and a process that slept in between would go by what it knew before:
 * the Java platform keeps answers for a time that does not pass while the process is frozen.
 */
public final class NameLookups {
  private NameLookups() {}

  /** For the whole process; to be said before its first look-up, later it changes nothing. */
  public static void keepNothing() {
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.stale.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }
}
