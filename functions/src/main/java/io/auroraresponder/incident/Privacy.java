package io.auroraresponder.incident;

/** What a fact tells of people and their data; channels may leave it out. */
public enum Privacy {
  /** Nothing. */
  OPEN,
  /** Who works there: application, login, client address, and what they call their databases and tables. */
  NAME,
  /** What they say: the text of a statement. Its literals are gone, its columns and tables are not. */
  STATEMENT
}
