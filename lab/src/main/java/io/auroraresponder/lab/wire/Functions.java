package io.auroraresponder.lab.wire;

import software.amazon.awssdk.core.SdkBytes;

/** Whoever runs the functions of the account, as Lambda's Invoke sees them. */
public interface Functions {

  /**
   * What came of an invocation.
   *
   * @param payload what the function wrote; of one that failed the error as Lambda words it
   * @param error empty, or {@code Unhandled} where the function failed
   */
  record Invoked(SdkBytes payload, String error) {
    public static Invoked answered(byte[] payload) {
      return new Invoked(SdkBytes.fromByteArray(payload), "");
    }

    public static Invoked failed(byte[] payload) {
      return new Invoked(SdkBytes.fromByteArray(payload), "Unhandled");
    }
  }

  /** There is no function of that name. */
  final class UnknownFunctionException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnknownFunctionException(String function) {
      super("Function not found: " + function);
    }
  }

  /**
   * Runs a function to its end.
   *
   * @param function name or ARN, with or without a qualifier
   * @throws UnknownFunctionException when there is none
   */
  Invoked invoke(String function, byte[] payload) throws UnknownFunctionException;

  /**
   * Takes an event for a function, which is run later; by default at once, and its answer is thrown away.
   *
   * @throws UnknownFunctionException when there is none
   */
  default void send(String function, byte[] payload) throws UnknownFunctionException {
    var unused = invoke(function, payload);
  }

  /** An account without functions. */
  static Functions none() {
    return (function, payload) -> {
      throw new UnknownFunctionException(function);
    };
  }
}
