package io.auroraresponder.lab.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * What a container's clock shows: the time that a file of five numbers says, standing or running on from there.
 *
 * <p>In the container it takes the place of the machine's clock below {@code java.time} ({@link ClockAgent}), so it may depend on
 * nothing but the JDK. The file is written by {@link ClockFile}.
 */
public final class ContainerClock {
  static final int NUMBERS = 5;
  static final int VERSION = 0;
  static final int SECOND = 1;
  static final int NANO = 2;
  static final int REAL_MILLIS = 3;
  static final int RUNS = 4;

  /** Empty until a file is followed. */
  private static volatile LongBuffer shown = LongBuffer.allocate(0);

  private ContainerClock() {}

  /** Shows what the file says from now on, also when it changes. */
  public static void follow(Path file) throws IOException {
    LongBuffer numbers;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, (long) NUMBERS * Long.BYTES);
      numbers = bytes.asLongBuffer();
    }
    shown = numbers;
  }

  /** Takes the place of what {@code Clock} and {@code Instant.now()} ask. */
  public static Instant currentInstant() {
    LongBuffer numbers = shown;
    while (true) {
      long version = numbers.get(VERSION);
      Instant base = Instant.ofEpochSecond(numbers.get(SECOND), numbers.get(NANO));
      long passed = numbers.get(RUNS) == 0 ? 0 : System.currentTimeMillis() - numbers.get(REAL_MILLIS);
      // An odd version is one that is being written.
      if (version % 2 == 0 && version == numbers.get(VERSION)) {
        return base.plusMillis(passed);
      }
      Thread.onSpinWait();
    }
  }

  /** Takes the place of {@code System.currentTimeMillis()} where {@code Clock} asks for it. */
  public static long currentTimeMillis() {
    return currentInstant().toEpochMilli();
  }
}
