package io.auroraresponder.ledger;

import java.time.Instant;

/**
 * The operator's switch over all changes. Where the item is missing or cannot be read it stands at stop.
 *
 * @param running whether changes may be made
 * @param by who set it
 * @param why in the operator's words, empty where none were given
 */
public record KillSwitch(boolean running, String by, Instant at, String why) {}
