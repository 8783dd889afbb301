package io.auroraresponder.lab.wire;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lambda's Invoke: the only operation of the account that speaks REST JSON. */
final class InvokeRoute {
  private static final Pattern PATH = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");

  /** Invocation payload (Lambda quotas). */
  private static final int MOST_BYTES = 6 * 1024 * 1024;

  private final Functions functions;

  InvokeRoute(Functions functions) {
    this.functions = functions;
  }

  static boolean leads(WireRequest request) {
    return request.path().startsWith("/2015-03-31/");
  }

  WireAnswer answer(WireRequest request) throws BadRequestException {
    Matcher path = PATH.matcher(request.path());
    if (!request.method().equals("POST") || !path.matches()) {
      return error(404, "ResourceNotFoundException", "The simulated account answers Invoke of Lambda and nothing else.");
    }
    if (request.body().asByteArrayUnsafe().length > MOST_BYTES) {
      return error(413, "RequestTooLargeException", "The payload is larger than " + MOST_BYTES + " bytes.");
    }
    String function = WireRequest.decoded(path.group(1));
    return switch (request.header("x-amz-invocation-type").orElse("RequestResponse")) {
      case "RequestResponse" -> invoke(function, request.body().asByteArrayUnsafe());
      case "DryRun" -> WireAnswer.of(204, "application/json", new byte[0]);
      case "Event" -> send(function, request.body().asByteArrayUnsafe());
      default -> error(400, "InvalidParameterValueException", "InvocationType is RequestResponse, Event or DryRun.");
    };
  }

  private WireAnswer send(String function, byte[] payload) {
    try {
      functions.send(function, payload);
      return WireAnswer.of(202, "application/json", new byte[0]);
    } catch (Functions.UnknownFunctionException unknown) {
      return error(404, "ResourceNotFoundException", Optional.ofNullable(unknown.getMessage()).orElse(function));
    }
  }

  private WireAnswer invoke(String function, byte[] payload) {
    try {
      Functions.Invoked invoked = functions.invoke(function, payload);
      WireAnswer answer = WireAnswer.of(200, "application/json", invoked.payload().asByteArrayUnsafe()).with("X-Amz-Executed-Version", "1");
      return invoked.error().isEmpty() ? answer : answer.with("X-Amz-Function-Error", invoked.error());
    } catch (Functions.UnknownFunctionException unknown) {
      return error(404, "ResourceNotFoundException", Optional.ofNullable(unknown.getMessage()).orElse(function));
    }
  }

  static WireAnswer error(int status, String code, String message) {
    JsonObject body = new JsonObject();
    body.addProperty("Type", "User");
    body.addProperty("Message", message);
    return WireAnswer.of(status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8)).with("X-Amzn-ErrorType", code);
  }
}
