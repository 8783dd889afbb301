package io.auroraresponder.lab.postgres;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;

/**
 * What stands at the endpoints of a cluster's instances: TLS that is forced, and a login by IAM token. Behind it a server on this machine
 * that trusts whoever gets so far.
 *
 * <p>Safe for several threads; each connection has its own.
 */
public final class InstanceEndpoint implements AutoCloseable {
  private static final int LONGEST_PASSWORD = 10_000;
  private static final int CLEARTEXT_PASSWORD = 3;

  private final ServerSocket socket;
  private final Path folder;
  private final ServerCertificate certificate;
  private final Set<String> places;
  private final Behind behind;
  private final InstantSource clock;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** The server behind the endpoint. */
  public record Behind(String host, int port) {}

  private InstanceEndpoint(ServerSocket socket, Path folder, ServerCertificate certificate, Set<String> names, Behind behind,
      InstantSource clock) {
    this.socket = socket;
    this.places = names.stream().map(name -> name + ":" + socket.getLocalPort()).collect(Collectors.toUnmodifiableSet());
    this.folder = folder;
    this.certificate = certificate;
    this.behind = behind;
    this.clock = clock;
  }

  /**
   * Opens on a free port.
   *
   * @param names host names that clients connect to
   * @param clock by which tokens are judged
   * @throws LabException when this machine does not allow it
   */
  public static InstanceEndpoint before(Behind behind, Set<String> names, InstantSource clock) {
    try {
      Path folder = Files.createTempDirectory("aurora-responder-endpoint-");
      ServerCertificate certificate = ServerCertificate.of(names, folder);
      InstanceEndpoint endpoint = new InstanceEndpoint(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), folder, certificate,
          names, behind, clock);
      Thread.ofVirtual().name("instance-endpoint").start(endpoint::serve);
      return endpoint;
    } catch (IOException failed) {
      throw new LabException("The endpoint of the lab's database could not be opened: " + failed.getMessage(), failed);
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Root certificates by which clients know it, a PEM file. */
  public Path roots() {
    return certificate.roots();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> attend(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void attend(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(client.getInputStream());
      StartMessage first = StartMessage.read(in);
      while (first.code() == StartMessage.GSS_REQUEST) {
        client.getOutputStream().write('N');
        first = StartMessage.read(in);
      }
      if (first.code() == StartMessage.SSL_REQUEST) {
        client.getOutputStream().write('S');
        secured(client);
      } else {
        refuse(client.getOutputStream(), "28000", "no pg_hba.conf entry for host \"127.0.0.1\", no encryption");
      }
    } catch (IOException gone) {
      // The client left, or the server behind it: closing the socket tells the other.
      return;
    } finally {
      open.remove(client);
    }
  }

  private void secured(Socket client) throws IOException {
    try (SSLSocket tls = (SSLSocket) certificate.context().getSocketFactory().createSocket(client, InputStream.nullInputStream(), true)) {
      tls.startHandshake();
      DataInputStream in = new DataInputStream(tls.getInputStream());
      StartMessage start = StartMessage.read(in);
      if (start.code() == StartMessage.CANCEL_REQUEST || admitted(tls, in, start)) {
        relay(tls, start);
      }
    }
  }

  private boolean admitted(SSLSocket tls, DataInputStream in, StartMessage start) throws IOException {
    String user = start.parameter("user");
    DataOutputStream out = new DataOutputStream(tls.getOutputStream());
    out.writeByte('R');
    out.writeInt(2 * Integer.BYTES);
    out.writeInt(CLEARTEXT_PASSWORD);
    out.flush();
    if (LoginToken.opens(password(in), places, user, clock.instant())) {
      return true;
    }
    refuse(out, "28000", "PAM authentication failed for user \"" + user + "\"");
    return false;
  }

  private static String password(DataInputStream in) throws IOException {
    if (in.readByte() != 'p') {
      throw new IOException("expected a password");
    }
    int length = in.readInt() - Integer.BYTES;
    if (length < 1 || length > LONGEST_PASSWORD) {
      throw new IOException("not a password");
    }
    return new String(in.readNBytes(length), 0, length - 1, StandardCharsets.UTF_8);
  }

  private void relay(Socket client, StartMessage start) throws IOException {
    try (Socket server = new Socket(behind.host(), behind.port())) {
      server.setTcpNoDelay(true);
      server.getOutputStream().write(start.bytes());
      Thread back = Thread.ofVirtual().start(() -> copy(server, client));
      copy(client, server);
      back.join();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until one side ends; then the other hears of it. */
  private static void copy(Socket from, Socket to) {
    try (from; to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // Both are closed.
      return;
    }
  }

  private static void refuse(OutputStream out, String sqlState, String words) throws IOException {
    out.write(ErrorResponse.fatal(sqlState, words));
    out.flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket client : open) {
        client.close();
      }
      for (String file : List.of("server.p12", "roots.pem", "")) {
        Files.deleteIfExists(folder.resolve(file));
      }
    } catch (IOException late) {
      throw new UncheckedIOException("the endpoint of the lab's database could not be closed", late);
    }
  }
}
