package io.auroraresponder.lab.account;

/** A file that a person wrote cannot be used; the message names the file, the place and what was expected there. */
public final class BadFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadFileException(String message) {
    super(message);
  }

  public BadFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
