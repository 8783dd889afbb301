package io.auroraresponder.lab.account;

/** Under which partition keys a caller may write, as IAM holds it with {@code dynamodb:LeadingKeys}. */
@FunctionalInterface
public interface LeadingKeys {
  /** Nobody is held to any. */
  LeadingKeys ANY = (caller, table, pk) -> true;

  boolean allow(String caller, String table, String pk);
}
