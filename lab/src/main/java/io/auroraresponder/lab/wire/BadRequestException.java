package io.auroraresponder.lab.wire;

/** A request that no service could read; it is answered with this status and code. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  BadRequestException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** The words, never null. */
  String words() {
    return String.valueOf(getMessage());
  }
}
