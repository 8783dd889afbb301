package io.auroraresponder.lab.runtime;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import io.auroraresponder.lab.wire.Functions.Invoked;
import io.auroraresponder.lab.wire.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Lambda's Runtime API for one container (Lambda developer guide, "Using the Lambda runtime API"), with what SnapStart adds: a restore,
 * and credentials by a URI alone.
 */
final class RuntimeApi implements AutoCloseable {
  private static final String API = "/2018-06-01/runtime/";
  private static final String CREDENTIALS = "/credentials";

  /** What an error body may have at most; Lambda cuts answers at 6 MB. */
  private static final int MOST_BYTES = 6 * 1024 * 1024 + 1024;

  private final String arn;
  private final String token = UUID.randomUUID().toString();
  private final String accessKey;
  private final LinkedBlockingQueue<Invocation> queue = new LinkedBlockingQueue<>();
  private final CompletableFuture<Invoked> broken = new CompletableFuture<>();
  private final LocalServer server;
  private volatile Optional<Invocation> current = Optional.empty();

  /** One event on its way through the function. */
  private record Invocation(String id, SdkBytes payload, long deadlineMillis, CompletableFuture<Invoked> outcome) {}

  RuntimeApi(String arn, String accessKey) {
    this.arn = arn;
    this.accessKey = accessKey;
    this.server = LocalServer.at(0, this::handle);
  }

  /** As AWS_LAMBDA_RUNTIME_API wants it: host and port. */
  String hostAndPort() {
    return server.address().getAuthority();
  }

  URI credentials() {
    return server.address().resolve(CREDENTIALS);
  }

  String credentialsToken() {
    return token;
  }

  /** Completes when the function could not even begin. */
  CompletableFuture<Invoked> broken() {
    return broken;
  }

  /** Hands an event to the container as soon as it asks for one. */
  CompletableFuture<Invoked> invoke(byte[] payload, Duration timeout) {
    CompletableFuture<Invoked> outcome = new CompletableFuture<>();
    // Deadlines are real time, whatever the container's clock shows.
    long deadline = java.time.Clock.systemUTC().millis() + timeout.toMillis();
    queue.add(new Invocation(UUID.randomUUID().toString(), SdkBytes.fromByteArray(payload), deadline, outcome));
    return outcome;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
      switch (exchange.getRequestMethod() + " " + path) {
        case "GET " + API + "invocation/next" -> next(exchange);
        case "GET " + API + "restore/next" -> answer(exchange, 200, new byte[0]);
        case "GET " + CREDENTIALS -> giveCredentials(exchange);
        case "POST " + API + "init/error", "POST " + API + "restore/error" -> {
          broken.complete(Invoked.failed(body));
          answer(exchange, 202, new byte[0]);
        }
        default -> outcome(exchange, path, body);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void next(HttpExchange exchange) throws IOException, InterruptedException {
    Invocation invocation = queue.take();
    current = Optional.of(invocation);
    exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", invocation.id());
    exchange.getResponseHeaders().set("Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadlineMillis()));
    exchange.getResponseHeaders().set("Lambda-Runtime-Invoked-Function-Arn", arn);
    exchange.getResponseHeaders().set("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0");
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answer(exchange, 200, invocation.payload().asByteArrayUnsafe());
  }

  private void outcome(HttpExchange exchange, String path, byte[] body) throws IOException {
    Optional<Invocation> asked = current.filter(one -> path.startsWith(API + "invocation/" + one.id() + "/"));
    if (asked.isEmpty()) {
      answer(exchange, 404, new byte[0]);
      return;
    }
    boolean failed = path.endsWith("/error");
    asked.get().outcome().complete(failed ? Invoked.failed(body) : Invoked.answered(body));
    answer(exchange, 202, "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
  }

  private void giveCredentials(HttpExchange exchange) throws IOException {
    if (!token.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 403, new byte[0]);
      return;
    }
    JsonObject credentials = new JsonObject();
    credentials.addProperty("AccessKeyId", accessKey);
    credentials.addProperty("SecretAccessKey", "lab");
    credentials.addProperty("Token", "lab");
    // Later than any time that a container's clock is set to.
    credentials.addProperty("Expiration", "2999-01-01T00:00:00Z");
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answer(exchange, 200, credentials.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
