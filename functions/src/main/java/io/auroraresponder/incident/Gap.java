package io.auroraresponder.incident;

/**
 * Something that was not checked.
 *
 * @param check the check or source that lacks its evidence
 * @param reason why, for a person
 * @param cure what would make it checkable next time, empty where nothing can be done
 */
public record Gap(String check, Phrase reason, Phrase cure) {
  public static Gap of(String check, String reason) {
    return new Gap(check, new Phrase(reason, java.util.List.of()), Phrase.EMPTY);
  }
}
