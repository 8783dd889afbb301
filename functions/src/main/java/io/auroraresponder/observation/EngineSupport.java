package io.auroraresponder.observation;

import java.time.Instant;
import java.util.Optional;

/**
 * Until when AWS supports a major version of an engine.
 *
 * @param major for example {@code 16}
 * @param standardEnd end of standard support
 * @param extendedEnd end of RDS Extended Support, which is charged for; empty where there is none
 */
public record EngineSupport(String major, Instant standardEnd, Optional<Instant> extendedEnd) {}
