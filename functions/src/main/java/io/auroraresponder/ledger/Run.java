package io.auroraresponder.ledger;

import java.time.Instant;

/**
 * Changes are allowed: the item that few may put. It counts for one table alone, and lifts one stop alone.
 *
 * @param lifts the id of the stop that it lifts, empty for none
 * @param tableId the id of the ledger's table, as DescribeTable tells it: a restored table has another
 * @param first whether a ledger without a fleet head may begin
 * @param by who said so, in that person's own words
 */
public record Run(String lifts, String tableId, boolean first, String by, Instant at, String why) {}
