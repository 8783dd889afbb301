package io.auroraresponder.aws;

import io.auroraresponder.incident.DependencyException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The SDK's exceptions in our words: code, whether another try may help, and a text of one line. */
final class Failures {
  private static final int LONGEST_TEXT = 300;
  private static final int SERVER_ERROR = 500;

  private Failures() {}

  static DependencyException of(String service, String operation, SdkException failure) {
    return of(service, operation, "", failure);
  }

  /** {@code about} stands before the service's own words. */
  static DependencyException of(String service, String operation, String about, SdkException failure) {
    return new DependencyException(service, operation, code(failure), retryable(failure), about + text(failure), failure);
  }

  static String code(SdkException failure) {
    if (failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
      String code = answer.awsErrorDetails().errorCode();
      return code == null ? "" : code;
    }
    return "";
  }

  private static boolean retryable(SdkException failure) {
    if (failure instanceof AwsServiceException answer) {
      return answer.isThrottlingException() || answer.statusCode() >= SERVER_ERROR;
    }
    return true;
  }

  static String text(SdkException failure) {
    String text = failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null
        ? answer.awsErrorDetails().errorMessage()
        : failure.getMessage();
    String line = text == null ? failure.getClass().getSimpleName() : text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "…";
  }
}
