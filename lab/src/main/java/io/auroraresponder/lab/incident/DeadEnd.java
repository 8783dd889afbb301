package io.auroraresponder.lab.incident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.OptionalInt;

/** A port behind which there is no help: closed, or one that takes a connection and never says a word. */
final class DeadEnd implements AutoCloseable {
  private final Optional<ServerSocket> mute;
  private final OptionalInt port;

  private DeadEnd(Optional<ServerSocket> mute, OptionalInt port) {
    this.mute = mute;
    this.port = port;
  }

  /** None where the database is real or absent. */
  static DeadEnd of(Script.Database database) {
    if (!(database instanceof Script.Database.Broken broken)) {
      return new DeadEnd(Optional.empty(), OptionalInt.empty());
    }
    return switch (broken.way()) {
      case REFUSED -> closed();
      case SILENT -> silent();
      case NO_LOGIN -> new DeadEnd(Optional.empty(), OptionalInt.empty());
    };
  }

  private static DeadEnd closed() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new DeadEnd(Optional.empty(), OptionalInt.of(free.getLocalPort()));
    } catch (IOException failed) {
      throw new UncheckedIOException("no port was free for a database that refuses", failed);
    }
  }

  private static DeadEnd silent() {
    try {
      // The backlog takes the connection; nobody ever accepts it.
      ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      return new DeadEnd(Optional.of(mute), OptionalInt.of(mute.getLocalPort()));
    } catch (IOException failed) {
      throw new UncheckedIOException("no port was free for a database that is silent", failed);
    }
  }

  OptionalInt port() {
    return port;
  }

  @Override
  public void close() {
    try {
      if (mute.isPresent()) {
        mute.get().close();
      }
    } catch (IOException late) {
      throw new UncheckedIOException("the silent port could not be closed", late);
    }
  }
}
