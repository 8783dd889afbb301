package io.auroraresponder.incident;

import java.util.Set;

/**
 * What a person can do, and the exact command or SQL for it.
 *
 * @param text one sentence with its facts
 * @param command ready to paste, empty where there is none; identifiers quoted, no statement text, no literals of users
 * @param database the one database in which SQL does what it says; empty where any of the server's will do, and for what is no SQL
 */
public record Advice(Phrase text, Phrase command, String database) {
  private static final String AWS = "aws ";
  private static final String RESPONDER = "./responder ";
  private static final String REGION = " --region ";

  /** In whatever database, or for a shell. */
  public Advice(Phrase text, Phrase command) {
    this(text, command, "");
  }

  public static Advice of(Phrase text) {
    return new Advice(text, Phrase.EMPTY);
  }

  public static Advice of(String text) {
    return of(Phrase.of(text));
  }

  /** The sentence, and what the command costs whom and when not to follow it, where it changes something. */
  public Phrase told() {
    String step = text.text();
    Phrase stated = step.endsWith(":") ? new Phrase(step.substring(0, step.length() - 1), text.facts()) : text;
    return Effect.of(command.text()).map(effect -> stated.sentence().and(" ", effect.words())).orElse(text);
  }

  /**
   * The same where its kind of command has not been told of yet, and is then; else the sentence alone. {@code before}: the kinds told of.
   */
  public Phrase told(Set<Effect> before) {
    return Effect.of(command.text()).filter(before::add).isPresent() ? told() : text;
  }

  /** The same, to be run in that database; empty: in any. */
  public Advice within(String other) {
    return new Advice(text, command, other);
  }

  /** For a session with the database; else the command is one for a shell. */
  public boolean isSql() {
    return !command.isEmpty() && !command.text().startsWith(AWS) && !command.text().startsWith(RESPONDER);
  }

  /** The same with the region named in a command that asks AWS: a person's own default may be another. */
  public Advice in(String region) {
    boolean asksAws = command.text().startsWith(AWS) || (command.text().startsWith(RESPONDER) && command.text().contains(" --aws"));
    boolean lacks = asksAws && !command.text().contains(REGION) && !region.isBlank();
    return lacks ? new Advice(text, new Phrase(command.text() + REGION + region, command.facts()), database) : this;
  }
}
