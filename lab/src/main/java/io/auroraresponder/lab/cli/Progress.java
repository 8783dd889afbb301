package io.auroraresponder.lab.cli;

import io.auroraresponder.lab.incident.IncidentRun;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows what a long run is doing: a live line with its seconds where a person watches, finished lines where none does.
 *
 * <p>Safe for the ticking thread beside the working one.
 */
final class Progress implements IncidentRun.Listener, AutoCloseable {
  private static final int WIDTH = 74;
  private static final long TICK_MILLIS = 250;

  private final PrintStream stream;
  private final boolean live;
  private final boolean colours;
  private final LongSupplier nanos;
  private String step = "";
  private long begunAt;
  private boolean closed;

  /**
   * Begins with nothing to show.
   *
   * @param live whether lines may be rewritten
   */
  Progress(PrintStream stream, boolean live, boolean colours, LongSupplier nanos) {
    this.stream = stream;
    this.live = live;
    this.colours = colours && live;
    this.nanos = nanos;
    if (live) {
      Thread.ofVirtual().name("progress").start(this::tick);
    }
  }

  /** The progress of a command: beside its results on {@code out}, or on {@code err} where those are for a program. */
  static Progress of(Console console, boolean resultsForProgram) {
    return resultsForProgram
        ? new Progress(console.err(), console.errIsTerminal(), console.colours(), System::nanoTime)
        : new Progress(console.out(), console.outIsTerminal(), console.colours(), System::nanoTime);
  }

  @Override
  public synchronized void begun(String next) {
    step = next;
    begunAt = nanos.getAsLong();
    show();
  }

  @Override
  public synchronized void done(String detail) {
    String mark = colours ? "\u001b[32m✓\u001b[0m" : "✓";
    erase();
    stream.println("  " + mark + " " + padded(detail) + seconds());
    step = "";
  }

  /** Another word for the step that is under way; its seconds go on. */
  synchronized void during(String part) {
    step = part;
    show();
  }

  /** The step that is under way, without its end: for runs that broke off. */
  synchronized void abandon() {
    erase();
    step = "";
  }

  private synchronized void show() {
    if (live && !step.isEmpty()) {
      stream.print("\r\u001b[K  · " + padded(step) + seconds());
      stream.flush();
    }
  }

  private void erase() {
    if (live) {
      stream.print("\r\u001b[K");
    }
  }

  private String seconds() {
    return String.format(Locale.ROOT, "%6.1f s", (nanos.getAsLong() - begunAt) / 1e9);
  }

  private static String padded(String text) {
    return text.length() <= WIDTH ? text + " ".repeat(WIDTH - text.length()) : text.substring(0, WIDTH - 1) + "…";
  }

  private void tick() {
    try {
      while (!isClosed()) {
        Thread.sleep(TICK_MILLIS);
        show();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    abandon();
    closed = true;
  }
}
