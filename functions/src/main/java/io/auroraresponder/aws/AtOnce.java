package io.auroraresponder.aws;

import io.auroraresponder.incident.DependencyException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs independent calls at the same time on virtual threads and waits for all of them. */
final class AtOnce {
  private AtOnce() {}

  /** The answers in the order of the calls; the first failure in that order is thrown when all are done. */
  static <T> List<T> all(List<? extends Callable<T>> calls) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      calls.forEach(call -> running.add(threads.submit(call)));
      List<T> answers = new ArrayList<>();
      for (Future<T> one : running) {
        answers.add(answer(one));
      }
      return answers;
    }
  }

  private static <T> T answer(Future<T> one) {
    try {
      return one.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new DependencyException("aws", "call", "", true, "interrupted while waiting", stopped);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a call failed in a way that no call may", failed.getCause());
    }
  }
}
