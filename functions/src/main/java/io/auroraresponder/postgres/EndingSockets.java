package io.auroraresponder.postgres;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * The driver's sockets, by their name in its properties: the second time that the end is read is an error. Where a message says that it
 * has more than ever comes, the driver would skip at that end for ever (PGStream.skip of pgjdbc 42.7).
 */
public final class EndingSockets extends SocketFactory {
  @Override
  public Socket createSocket() {
    return new Ending();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw onlyUnconnected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw onlyUnconnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw onlyUnconnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw onlyUnconnected();
  }

  private static UnsupportedOperationException onlyUnconnected() {
    return new UnsupportedOperationException("the driver connects by itself, with its time-out");
  }

  private static final class Ending extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      return new Ended(super.getInputStream());
    }
  }

  private static final class Ended extends FilterInputStream {
    private boolean ended;

    Ended(InputStream from) {
      super(from);
    }

    @Override
    public int read() throws IOException {
      return noted(super.read());
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      return noted(super.read(into, at, length));
    }

    @Override
    public long skip(long bytes) throws IOException {
      byte[] some = new byte[(int) Math.min(Math.max(bytes, 0), 8192)];
      return some.length == 0 ? 0 : Math.max(read(some), 0);
    }

    private int noted(int read) throws IOException {
      if (read < 0 && ended) {
        throw new EOFException("the server has said its last");
      }
      ended |= read < 0;
      return read;
    }
  }
}
