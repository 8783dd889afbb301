package io.auroraresponder.incident;

import java.time.Instant;

/**
 * Something that was not checked.
 *
 * @param check the check or source that lacks its evidence
 * @param reason why, for a person
 * @param cure what would make it checkable next time, empty where nothing can be done
 */
public record Gap(String check, Phrase reason, Phrase cure) {
  /** A gap that a reading's own words explain; their numbers become facts of {@code check}. */
  public static Gap of(String check, Instant at, String reason) {
    return new Gap(check, Phrase.quoting(check, at, reason), Phrase.EMPTY);
  }

  /** The same with the region named in a cure that asks AWS. */
  Gap in(String region) {
    return new Gap(check, reason, new Advice(Phrase.EMPTY, cure).in(region).command());
  }
}
