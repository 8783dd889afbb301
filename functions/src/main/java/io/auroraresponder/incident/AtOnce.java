package io.auroraresponder.incident;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Calls that need not wait for each other, made at the same time. */
public final class AtOnce {
  private AtOnce() {}

  /**
   * Runs the calls on virtual threads.
   *
   * @return the answers in the order of the calls
   * @throws RuntimeException the first failure in that order, when all are done
   */
  public static <T> List<T> all(List<? extends Supplier<T>> calls) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return all(threads, calls);
    }
  }

  /** The same where {@code threads} runs them. */
  public static <T> List<T> all(Executor threads, List<? extends Supplier<T>> calls) {
    List<CompletableFuture<T>> begun = calls.stream().map(call -> CompletableFuture.supplyAsync(call, threads)).toList();
    // Nobody is left behind at work.
    begun.forEach(one -> one.handle((answer, failed) -> true).join());
    return begun.stream().map(AtOnce::answer).toList();
  }

  /** Begins a call; what is returned waits for its answer, and throws what the call throws. */
  public static <T> Supplier<T> begun(Executor threads, Supplier<T> call) {
    CompletableFuture<T> one = CompletableFuture.supplyAsync(call, threads);
    return () -> answer(one);
  }

  private static <T> T answer(CompletableFuture<T> one) {
    try {
      return one.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }
}
