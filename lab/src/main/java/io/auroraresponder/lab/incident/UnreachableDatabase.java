package io.auroraresponder.lab.incident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** A place where there is no help: a closed port, one that never says a word, a server that turns everybody away, a name of nobody. */
final class UnreachableDatabase implements AutoCloseable {
  private static final String HERE = "127.0.0.1";

  /** An empty label is no name at all: the look-up fails at once and asks no server. */
  private static final String NO_NAME = "gone..invalid";

  private final Optional<Address> address;
  private final Optional<AutoCloseable> behind;

  /**
   * Where somebody is met, or nobody.
   *
   * @param speaks whether PostgreSQL's protocol is spoken there
   */
  record Address(String host, int port, boolean speaks) {
    boolean hasName() {
      return !host.equals(NO_NAME);
    }
  }

  private UnreachableDatabase(Optional<Address> address, Optional<AutoCloseable> behind) {
    this.address = address;
    this.behind = behind;
  }

  /** Without an address where the database is real or absent. */
  static UnreachableDatabase of(Script.Database database) {
    return switch (database) {
      case Script.Database.Real real -> none();
      case Script.Database.Absent absent -> none();
      case Script.Database.Refusing refusing -> refusing(refusing);
      case Script.Database.Broken broken -> broken(broken.way());
    };
  }

  private static UnreachableDatabase broken(Script.Way way) {
    return switch (way) {
      case REFUSED -> closed();
      case SILENT -> silent();
      case NO_LOGIN -> none();
      case NO_NAME -> new UnreachableDatabase(Optional.of(new Address(NO_NAME, 5432, false)), Optional.empty());
    };
  }

  private static UnreachableDatabase none() {
    return new UnreachableDatabase(Optional.empty(), Optional.empty());
  }

  private static UnreachableDatabase refusing(Script.Database.Refusing refusing) {
    RefusingServer server = RefusingServer.saying(refusing.sqlState(), refusing.message());
    return new UnreachableDatabase(Optional.of(new Address(HERE, server.port(), true)), Optional.of(server));
  }

  private static UnreachableDatabase closed() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new UnreachableDatabase(Optional.of(new Address(HERE, free.getLocalPort(), false)), Optional.empty());
    } catch (IOException failed) {
      throw new UncheckedIOException("no port was free for a database that refuses", failed);
    }
  }

  private static UnreachableDatabase silent() {
    try {
      // The backlog takes the connection; nobody ever accepts it.
      ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      return new UnreachableDatabase(Optional.of(new Address(HERE, mute.getLocalPort(), false)), Optional.of(mute));
    } catch (IOException failed) {
      throw new UncheckedIOException("no port was free for a database that is silent", failed);
    }
  }

  Optional<Address> address() {
    return address;
  }

  @Override
  public void close() {
    if (behind.isEmpty()) {
      return;
    }
    try {
      behind.get().close();
    } catch (Exception late) {
      throw new IllegalStateException("what stood at the dead end could not be closed", late);
    }
  }
}
