package io.auroraresponder.ledger;

import java.time.Instant;

/**
 * All changes are stopped: the item that every on-call engineer may put.
 *
 * @param id names this very stop: what lifts it and which orders were given under it refer to it
 * @param by who said so, in that person's own words: the operators' table does not vouch for it
 * @param why empty where none was given
 */
public record Stop(String id, String by, Instant at, String why) {}
