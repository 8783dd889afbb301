package io.auroraresponder.lab.account;

/** Under which partition keys a caller may write and read, as IAM holds it with {@code dynamodb:LeadingKeys}. */
@FunctionalInterface
public interface LeadingKeys {
  /** Nobody is held to any. */
  LeadingKeys ANY = (caller, table, pk, writes) -> true;

  /** {@code writes}: an item is put or deleted, not read. */
  boolean allow(String caller, String table, String pk, boolean writes);
}
