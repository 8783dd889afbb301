package io.auroraresponder.lab.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Puts the account's time into the {@code Date} of each answer: the JDK's server writes the machine's and lets nobody change it, and who
 * asks a simulated account must be told its time. Everything else passes as it is.
 */
final class ServerTime implements AutoCloseable {
  private static final byte[] HEADER = "\r\nDate: ".getBytes(StandardCharsets.US_ASCII);

  /** Always 29 characters (RFC 9110, IMF-fixdate), so that no length changes. */
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final ServerSocket door;
  private final int behind;
  private final InstantSource time;

  private ServerTime(ServerSocket door, int behind, InstantSource time) {
    this.door = door;
    this.behind = behind;
    this.time = time;
  }

  /**
   * Stands before a server on this machine.
   *
   * @param port 0 for any that is free
   * @param behind the server's port
   * @throws UncheckedIOException when the port is taken
   */
  static ServerTime before(int port, int behind, InstantSource time) {
    try {
      ServerTime made = new ServerTime(new ServerSocket(port, 0, InetAddress.getLoopbackAddress()), behind, time);
      Thread.ofVirtual().name("server-time").start(made::accept);
      return made;
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
  }

  int port() {
    return door.getLocalPort();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket caller) {
    try (caller; Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      caller.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> passed(caller, server));
      answered(server.getInputStream(), caller.getOutputStream());
    } catch (IOException gone) {
      // One of the two hung up, as either may at any time.
    }
  }

  private static void passed(Socket caller, Socket server) {
    try {
      caller.getInputStream().transferTo(server.getOutputStream());
      server.shutdownOutput();
    } catch (IOException gone) {
      // The answering side notices.
    }
  }

  private void answered(InputStream from, OutputStream to) throws IOException {
    byte[] read = new byte[8192];
    int matched = 0;
    byte[] date = new byte[0];
    int put = 0;
    for (int count = from.read(read); count >= 0; count = from.read(read)) {
      for (int i = 0; i < count; i++) {
        if (put < date.length) {
          read[i] = date[put++];
          continue;
        }
        matched = read[i] == HEADER[matched] ? matched + 1 : read[i] == HEADER[0] ? 1 : 0;
        if (matched == HEADER.length) {
          date = FORM.format(time.instant()).getBytes(StandardCharsets.US_ASCII);
          put = 0;
          matched = 0;
        }
      }
      to.write(read, 0, count);
      to.flush();
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }
}
