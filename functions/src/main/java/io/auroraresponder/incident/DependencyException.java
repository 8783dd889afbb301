package io.auroraresponder.incident;

import org.jspecify.annotations.Nullable;

/** A service that we depend on did not do what was asked. Thrown by adapters only; collection turns it into an unavailable reading. */
public final class DependencyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String service;
  private final String operation;
  private final String code;
  private final boolean retryable;

  /**
   * @param service for example {@code rds}
   * @param operation for example {@code DescribeDBClusters}
   * @param code the service's own error code, empty where there was no answer
   * @param retryable whether the same request may succeed later
   * @param detail a sentence without secrets
   */
  public DependencyException(
      String service, String operation, String code, boolean retryable, String detail, @Nullable Throwable cause) {
    super(service + ":" + operation + (code.isEmpty() ? " failed: " : " failed with " + code + ": ") + detail, cause);
    this.service = service;
    this.operation = operation;
    this.code = code;
    this.retryable = retryable;
  }

  public String service() {
    return service;
  }

  public String operation() {
    return operation;
  }

  public String code() {
    return code;
  }

  public boolean retryable() {
    return retryable;
  }
}
