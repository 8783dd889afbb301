package io.auroraresponder.lab.people;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import io.auroraresponder.lab.wire.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server that takes JSON by POST: reads it, plays the faults that were ordered, and sends what its owner answers. */
final class Posts implements AutoCloseable {

  /** An answer. */
  record Reply(int status, String type, String body) {
    static Reply json(int status, JsonObject body) {
      return new Reply(status, "application/json; charset=utf-8", body.toString());
    }

    static Reply text(int status, String body) {
      return new Reply(status, "text/html", body);
    }
  }

  /** What the owner does with a request; one at a time. */
  @FunctionalInterface
  interface Work {
    /** {@code body}: empty where it was no JSON object. */
    Reply answer(String path, Optional<String> authorization, Optional<JsonObject> body, int bytes);
  }

  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Work work;
  private volatile Duration delay = Duration.ZERO;
  private final LocalServer server;

  Posts(Work work) {
    this.work = work;
    this.server = LocalServer.at(0, this::handle);
  }

  URI address() {
    return server.address();
  }

  void next(Fault fault) {
    faults.add(fault);
  }

  /** From now on each request takes at least that long. */
  void delay(Duration each) {
    delay = each;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] bytes = exchange.getRequestBody().readAllBytes();
      rest(delay);
      Fault fault = faults.poll();
      switch (fault) {
        case null -> send(exchange, reply(exchange, bytes));
        case Fault.RateLimited limited -> {
          exchange.getResponseHeaders().set("Retry-After", Long.toString(limited.retryAfter().toSeconds()));
          JsonObject body = new JsonObject();
          body.addProperty("ok", false);
          body.addProperty("error", "ratelimited");
          send(exchange, Reply.json(429, body));
        }
        case Fault.Status status -> send(exchange, Reply.text(status.status(), status.body()));
        case Fault.Word word -> {
          JsonObject body = new JsonObject();
          body.addProperty("ok", false);
          body.addProperty("error", word.error());
          send(exchange, Reply.json(200, body));
        }
        case Fault.Slow slow -> {
          Reply reply = reply(exchange, bytes);
          rest(slow.by());
          send(exchange, reply);
        }
        case Fault.Closed closed -> {
          // Leaving the exchange without headers cuts the connection.
        }
      }
    }
  }

  private synchronized Reply reply(HttpExchange exchange, byte[] bytes) {
    if (!exchange.getRequestMethod().equals("POST")) {
      return Reply.text(405, "method_not_allowed");
    }
    return work.answer(
        exchange.getRequestURI().getPath(), Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")), json(bytes),
        bytes.length);
  }

  private static Optional<JsonObject> json(byte[] bytes) {
    try {
      return Optional.of(JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject());
    } catch (JsonParseException | IllegalStateException noJson) {
      return Optional.empty();
    }
  }

  private static void rest(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", reply.type());
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.close();
  }
}
