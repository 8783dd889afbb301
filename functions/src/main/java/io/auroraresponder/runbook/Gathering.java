package io.auroraresponder.runbook;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Reading;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Questions asked at the same time under one deadline. What fails or is late becomes an unavailable reading; a bug flies.
 *
 * <p>Closing does not wait for late answers.
 */
public final class Gathering implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger asked = new AtomicInteger();
  private final Deadline deadline;

  public Gathering(Deadline deadline) {
    this.deadline = deadline;
  }

  /** An answer on its way. */
  public final class Pending<T> {
    private final String source;
    private final Future<Reading<T>> future;

    private Pending(String source, Future<Reading<T>> future) {
      this.source = source;
      this.future = future;
    }

    /** Waits for the answer until the deadline. */
    public Reading<T> reading() {
      try {
        return future.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException late) {
        future.cancel(true);
        return Reading.unavailable(source + " did not answer in time");
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return Reading.unavailable(source + " was interrupted");
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof DependencyException dependency) {
          return Reading.unavailable(String.valueOf(dependency.getMessage()));
        }
        throw new IllegalStateException(source + " broke", failed.getCause());
      }
    }
  }

  /** Asks in a thread of its own. */
  public <T> Pending<T> ask(String source, Callable<Reading<T>> question) {
    asked.incrementAndGet();
    return new Pending<>(source, threads.submit(question));
  }

  /** How many questions were asked. */
  public int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
