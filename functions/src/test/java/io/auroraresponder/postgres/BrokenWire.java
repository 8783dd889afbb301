package io.auroraresponder.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** Stands between a probe and a server, hands everything on, and breaks what the server says after so many bytes of it. */
final class BrokenWire implements AutoCloseable {
  /** What comes in place of the server's next byte. */
  enum Break {
    CUT,
    RESET,
    MUTE,
    /** A byte now and then: no time-out of a socket ever comes. */
    DRIP,
    /** Lengths below zero, and types that there are not. */
    GARBAGE,
    A_PAGE,
    /** A message that says that it has two gigabytes. */
    WITHOUT_END
  }

  private static final byte[] GARBAGE = new byte[4096];
  private static final byte[] LONG = {'D', 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xF0, 0, 1, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xE0};

  static {
    Arrays.fill(GARBAGE, (byte) 0xFF);
  }

  private final ServerSocket listener;
  private final int server;
  private final Break how;
  private final int after;

  private BrokenWire(ServerSocket listener, int server, Break how, int after) {
    this.listener = listener;
    this.server = server;
    this.how = how;
    this.after = after;
  }

  /** To the local server on that port. */
  static BrokenWire to(int server, Break how, int after) {
    try {
      BrokenWire wire = new BrokenWire(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), server, how, after);
      Thread.ofVirtual().start(wire::accept);
      return wire;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
        Thread.ofVirtual().start(() -> handOn(client, behind));
        Thread.ofVirtual().start(() -> answer(behind, client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void handOn(Socket client, Socket behind) {
    try (client; behind) {
      client.getInputStream().transferTo(behind.getOutputStream());
    } catch (IOException gone) {
      // Either end has closed.
    }
  }

  private void answer(Socket behind, Socket client) {
    try (behind; client) {
      InputStream from = behind.getInputStream();
      OutputStream to = client.getOutputStream();
      byte[] some = new byte[8192];
      int left = after;
      while (left > 0) {
        int many = from.read(some, 0, Math.min(some.length, left));
        if (many < 0) {
          return;
        }
        to.write(some, 0, many);
        left -= many;
      }
      breakNow(client, to, from);
    } catch (IOException gone) {
      // Either end has closed.
    }
  }

  private void breakNow(Socket client, OutputStream to, InputStream from) throws IOException {
    switch (how) {
      case CUT -> client.shutdownOutput();
      case RESET -> client.setSoLinger(true, 0);
      case MUTE -> from.transferTo(OutputStream.nullOutputStream());
      case DRIP -> drip(to, from);
      case GARBAGE -> to.write(GARBAGE);
      case A_PAGE -> to.write("HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>no</html>"
          .getBytes(StandardCharsets.US_ASCII));
      case WITHOUT_END -> {
        to.write(LONG);
        from.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private static void drip(OutputStream to, InputStream from) throws IOException {
    while (true) {
      to.write(from.read());
      to.flush();
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
