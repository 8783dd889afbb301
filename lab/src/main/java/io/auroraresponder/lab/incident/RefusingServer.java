package io.auroraresponder.lab.incident;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Speaks as much of PostgreSQL's protocol as it takes to turn a session away: it reads the start-up message and answers with an error
 * (PostgreSQL documentation, frontend/backend protocol). It has no TLS.
 */
final class RefusingServer implements AutoCloseable {
  private static final int SSL_REQUEST = 80_877_103;
  private static final int GSS_REQUEST = 80_877_104;
  private static final int LONGEST_START = 10_000;

  private final ServerSocket socket;
  private final byte[] refusal;

  private RefusingServer(ServerSocket socket, byte[] refusal) {
    this.socket = socket;
    this.refusal = refusal;
  }

  static RefusingServer saying(String sqlState, String message) {
    try {
      RefusingServer server = new RefusingServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), refusal(sqlState, message));
      Thread.ofVirtual().name("refusing-server").start(server::serve);
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException("no port was free for a server that turns sessions away", failed);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        turnAway(client);
      } catch (IOException gone) {
        // The client left, or the server was closed: the loop's condition tells which.
      }
    }
  }

  private void turnAway(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    DataOutputStream out = new DataOutputStream(client.getOutputStream());
    int code = start(in);
    while (code == SSL_REQUEST || code == GSS_REQUEST) {
      out.writeByte('N');
      code = start(in);
    }
    out.write(refusal);
    out.flush();
  }

  /** The code of a start-up message, whose body is read over. */
  private static int start(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 2 * Integer.BYTES || length > LONGEST_START) {
      throw new IOException("not a start-up message");
    }
    int code = in.readInt();
    in.skipNBytes(length - 2L * Integer.BYTES);
    return code;
  }

  /** An ErrorResponse: fields of a letter and a text, in the end a zero. */
  private static byte[] refusal(String sqlState, String message) throws IOException {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    for (String field : new String[] {"SFATAL", "VFATAL", "C" + sqlState, "M" + message}) {
      fields.write(field.getBytes(StandardCharsets.UTF_8));
      fields.write(0);
    }
    fields.write(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream whole = new DataOutputStream(bytes);
    whole.writeByte('E');
    whole.writeInt(Integer.BYTES + fields.size());
    fields.writeTo(whole);
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
