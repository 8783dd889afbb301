package io.auroraresponder.aws;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Speaks just enough HTTP/1.1 to answer an SDK client, keeps connections open, and can break one after it has read a request. */
final class WireServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Queue<Step> script = new ConcurrentLinkedQueue<>();
  private final Map<String, Step> routes = new LinkedHashMap<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  /** What is done with a connection. */
  private sealed interface Step {}

  private record Say(int status, String type, String body) implements Step {}

  /** Bytes as they are, then the end. */
  private record Raw(String bytes) implements Step {}

  /** The request is read; then nothing. */
  private record Mute() implements Step {}

  /** Bytes of a body that has no end. */
  private record Drip() implements Step {}

  /** Reset before more than a byte of the request is read: of a connection that is gone before, the JDK makes another by itself. */
  private record Reset() implements Step {}

  private WireServer(ServerSocket listener) {
    this.listener = listener;
  }

  static WireServer started() {
    try {
      WireServer server = new WireServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(server::accept);
      return server;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  String address() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** The next answer in the order of the calls. */
  void answer(int status, String type, String body) {
    script.add(new Say(status, type, body));
  }

  /** The next request is read and not answered. */
  void breakConnection() {
    script.add(new Raw(""));
  }

  /** The next request is answered by these bytes, one a character, and the end of the connection. */
  void raw(String bytes) {
    script.add(new Raw(bytes));
  }

  /** The next request is read, and the connection stays open. */
  void stayMute() {
    script.add(new Mute());
  }

  /** The next request is answered by a byte now and then, without end: no time-out of a socket ever comes. */
  void drip() {
    script.add(new Drip());
  }

  /** The next connection is reset as soon as a request begins, before it is read. */
  void reset() {
    script.add(new Reset());
  }

  /** The answer to every request whose body contains {@code part}. */
  void route(String part, String body) {
    routes.put(part, new Say(200, "text/xml", body));
  }

  List<String> bodies() {
    return List.copyOf(bodies);
  }

  /** Request line and headers of each request. */
  List<String> heads() {
    return List.copyOf(heads);
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        if (script.peek() instanceof Reset) {
          script.poll();
          in.read();
          socket.setSoLinger(true, 0);
          return;
        }
        String body = new String(in.readNBytes(headersThenLength(in)), StandardCharsets.UTF_8);
        bodies.add(body);
        switch (step(body)) {
          case Say say -> write(socket.getOutputStream(), say);
          case Raw raw -> {
            socket.getOutputStream().write(raw.bytes().getBytes(StandardCharsets.ISO_8859_1));
            return;
          }
          case Mute mute -> in.transferTo(OutputStream.nullOutputStream());
          case Drip drip -> drip(socket.getOutputStream());
          case Reset reset -> throw new IOException("a reset stands before the request");
        }
      }
    } catch (IOException gone) {
      // The client has closed the connection.
    }
  }

  private Step step(String body) {
    for (Map.Entry<String, Step> route : routes.entrySet()) {
      if (body.contains(route.getKey())) {
        return route.getValue();
      }
    }
    Step next = script.poll();
    return next == null ? new Say(500, "text/plain", "no answer is set") : next;
  }

  private int headersThenLength(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      head.append(line).append('\n');
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring("content-length:".length()).strip());
      }
    }
    heads.add(head.toString());
    return length;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the client is gone");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private static void drip(OutputStream out) throws IOException {
    out.write("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    while (true) {
      out.write(' ');
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private static void write(OutputStream out, Say step) throws IOException {
    byte[] body = step.body().getBytes(StandardCharsets.UTF_8);
    String head = "HTTP/1.1 " + step.status() + " x\r\nContent-Type: " + step.type() + "\r\nContent-Length: " + body.length + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
