package io.auroraresponder.lab.postgres;

/** The lab cannot go on for a reason that a person can cure: the message is one plain sentence, printed as it is, exit code 2. */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LabException(String sentence) {
    super(sentence);
  }

  public LabException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
