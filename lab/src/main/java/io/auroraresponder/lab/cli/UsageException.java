package io.auroraresponder.lab.cli;

/** The command line cannot be understood; the message is one sentence for the person who typed it. Exit code 2. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String sentence) {
    super(sentence);
  }
}
