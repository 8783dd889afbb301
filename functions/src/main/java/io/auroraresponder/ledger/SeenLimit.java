package io.auroraresponder.ledger;

import java.time.Instant;
import java.util.Map;

/**
 * The max_connections that a look found in force on one member. Kept by the functions that look, under {@code HEALTHY#<resource id>}, and
 * read before a range is given back.
 *
 * @param leased whether a lease was in force, or may have been: only a limit found without one is the limit of the range of before
 * @param at when the database was asked
 */
public record SeenLimit(String member, int limit, boolean leased, Instant at) {
  private static final String SORT = "LIMIT#";
  private static final String LEASED = "/leased";

  /** The partition of what looks keep of a cluster. */
  public static String partition(String resourceId) {
    return "HEALTHY#" + resourceId;
  }

  /**
   * As it is kept: one item a member with a lease in force, one without.
   *
   * @param endSeconds until when, as epoch seconds
   */
  public Table.Item item(String resourceId, long endSeconds) {
    return new Table.Item(
        new Table.Key(partition(resourceId), SORT + member + (leased ? LEASED : "")), Map.of("member", member),
        Map.of("limit", (long) limit, "at", at.toEpochMilli(), "ttl", endSeconds));
  }

  /** Whether an item of the partition is one of these. */
  static boolean isOne(Table.Item item) {
    return item.key().sk().startsWith(SORT);
  }

  static SeenLimit read(Table.Item item) {
    ItemFields fields = new ItemFields(item);
    return new SeenLimit(
        fields.text("member"), (int) fields.number("limit"), item.key().sk().endsWith(LEASED), Instant.ofEpochMilli(fields.number("at")));
  }
}
