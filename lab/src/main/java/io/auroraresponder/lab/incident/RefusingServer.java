package io.auroraresponder.lab.incident;

import io.auroraresponder.lab.postgres.ErrorResponse;
import io.auroraresponder.lab.postgres.StartMessage;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Speaks as much of PostgreSQL's protocol as it takes to turn a session away: it reads the start-up message and answers with an error
 * (PostgreSQL documentation, frontend/backend protocol). It has no TLS.
 */
final class RefusingServer implements AutoCloseable {
  private final ServerSocket socket;
  private final byte[] refusal;

  private RefusingServer(ServerSocket socket, byte[] refusal) {
    this.socket = socket;
    this.refusal = refusal;
  }

  static RefusingServer saying(String sqlState, String message) {
    try {
      RefusingServer server = new RefusingServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
          ErrorResponse.fatal(sqlState, message));
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
    int code = StartMessage.read(in).code();
    while (code == StartMessage.SSL_REQUEST || code == StartMessage.GSS_REQUEST) {
      out.writeByte('N');
      code = StartMessage.read(in).code();
    }
    out.write(refusal);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
