package io.auroraresponder.incident;

/** Fills one place of a {@link Phrase}'s template. */
public sealed interface PhrasePart permits Fact, Phrase {}
