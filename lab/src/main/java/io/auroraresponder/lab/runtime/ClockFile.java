package io.auroraresponder.lab.runtime;

import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** The file that containers' clocks follow. Not for use by several threads at once. */
public final class ClockFile {
  private final Path file;
  private final LongBuffer numbers;

  private ClockFile(Path file, LongBuffer numbers) {
    this.file = file;
    this.numbers = numbers;
  }

  /** A new file, or one that is overwritten. */
  static ClockFile at(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      LongBuffer numbers = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) ContainerClock.NUMBERS * Long.BYTES).asLongBuffer();
      return new ClockFile(file, numbers);
    }
  }

  Path path() {
    return file;
  }

  /** From now on containers see this time, and it stands still. */
  public void stand(Instant at) {
    write(at, 0, 0);
  }

  /** From now on containers see this time, and it runs on. */
  public void run(Instant from) {
    write(from, java.time.Clock.systemUTC().millis(), 1);
  }

  private void write(Instant at, long realMillis, long runs) {
    long version = numbers.get(ContainerClock.VERSION);
    numbers.put(ContainerClock.VERSION, version + 1);
    numbers.put(ContainerClock.SECOND, at.getEpochSecond());
    numbers.put(ContainerClock.NANO, at.getNano());
    numbers.put(ContainerClock.REAL_MILLIS, realMillis);
    numbers.put(ContainerClock.RUNS, runs);
    numbers.put(ContainerClock.VERSION, version + 2);
  }
}
