package io.auroraresponder.lab.people;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import io.auroraresponder.lab.wire.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The address of a function: each request becomes an event, its answer the response (Lambda Developer Guide, "Lambda function URLs"). */
public final class FunctionUrl implements AutoCloseable {
  /** Lambda takes requests of 6 MB. */
  private static final int MOST_BYTES = 6 * 1024 * 1024;

  private final UnaryOperator<byte[]> function;
  private final LocalServer server;

  /** {@code function}: an event to its answer. */
  public FunctionUrl(UnaryOperator<byte[]> function) {
    this.function = function;
    this.server = LocalServer.at(0, this::handle);
  }

  public URI address() {
    return server.address();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
      if (body.length > MOST_BYTES) {
        exchange.sendResponseHeaders(413, -1);
        return;
      }
      byte[] event = event(exchange, body).toString().getBytes(StandardCharsets.UTF_8);
      JsonObject answer = JsonParser.parseString(new String(function.apply(event), StandardCharsets.UTF_8)).getAsJsonObject();
      byte[] text = answer.has("body") ? answer.get("body").getAsString().getBytes(StandardCharsets.UTF_8) : new byte[0];
      exchange.sendResponseHeaders(answer.get("statusCode").getAsInt(), text.length == 0 ? -1 : text.length);
      exchange.getResponseBody().write(text);
    }
  }

  /** Payload format 2.0; what is no text by its type is in base64. */
  private static JsonObject event(HttpExchange exchange, byte[] body) {
    JsonObject headers = new JsonObject();
    exchange.getRequestHeaders().forEach((name, values) -> headers.addProperty(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    JsonObject http = new JsonObject();
    http.addProperty("method", exchange.getRequestMethod());
    http.addProperty("path", exchange.getRequestURI().getPath());
    JsonObject context = new JsonObject();
    context.add("http", http);
    JsonObject event = new JsonObject();
    event.addProperty("version", "2.0");
    event.addProperty("rawPath", exchange.getRequestURI().getPath());
    event.add("headers", headers);
    event.add("requestContext", context);
    event.addProperty("body", Base64.getEncoder().encodeToString(body));
    event.addProperty("isBase64Encoded", true);
    return event;
  }

  @Override
  public void close() {
    server.close();
  }
}
