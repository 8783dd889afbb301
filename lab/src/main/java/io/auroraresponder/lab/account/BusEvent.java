package io.auroraresponder.lab.account;

import java.time.Instant;

/** An event that a bus took; {@code detail} is a JSON object. */
public record BusEvent(String bus, String source, String detailType, String detail, Instant at) {}
